import type { ProviderPerson } from '../../ports/identity-provider.ts';

/** Claims of OpenID Connect Core §5.1, and the groups under the name they have there: a list, or one text with spaces or commas. */
export function personOf(claims: Readonly<Record<string, unknown>>, groupsClaim: string): ProviderPerson {
  const { sub, email, email_verified: verified, name, preferred_username: username } = claims;
  return {
    subject: String(sub),
    email: text(email),
    // Some providers send it as text.
    emailVerified: verified === true || verified === 'true',
    name: text(name) ?? text(username),
    groups: listOf(claims[groupsClaim]),
  };
}

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

function listOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string');
  return typeof value === 'string' ? value.split(/[\s,]+/).filter((one) => one !== '') : [];
}
