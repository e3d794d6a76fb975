/** A key as a client shows it. `keyId` is the id as stored: `key_<32 hex digits>`. */
export type Credential = { keyId: string; secret: string };

const secretForm = /^[0-9a-f]{48}$/;

/** The text a person pastes: `sbx_<id>_<secret>`, safe in headers, URLs and shells without quoting. */
export const keyText = (credential: Credential): string =>
  `sbx_${credential.keyId.replace(/^key_/, '')}_${credential.secret}`;

function parseKeyText(text: string): Credential | null {
  const [form, id = '', secret = '', rest] = text.trim().split('_');
  return form === 'sbx' && rest === undefined ? credential(id, secret) : null;
}

/**
 * What a request shows: `x-signalbox-key: sbx_…`, `Authorization: Bearer sbx_…`, or Basic with user = id and password = secret.
 * null = nothing shown; 'malformed' = something that cannot be a key of ours.
 */
export function presentedKey(headers: {
  key?: string | undefined;
  authorization?: string | undefined;
}): Credential | 'malformed' | null {
  if (headers.key !== undefined && headers.key !== '') return parseKeyText(headers.key) ?? 'malformed';
  if (headers.authorization === undefined || headers.authorization === '') return null;
  const [scheme = '', value = ''] = headers.authorization.trim().split(/\s+/);
  if (scheme.toLowerCase() === 'bearer') return parseKeyText(value) ?? 'malformed';
  if (scheme.toLowerCase() === 'basic') return fromBasic(value) ?? 'malformed';
  return 'malformed';
}

function fromBasic(value: string): Credential | null {
  const text = decodeBase64(value);
  const colon = text.indexOf(':');
  if (colon < 0) return null;
  const user = text.slice(0, colon);
  const password = text.slice(colon + 1);
  // Clients that only take "a user and a password" may put the whole key into either.
  return parseKeyText(password) ?? parseKeyText(user) ?? credential(user.replace(/^key_/, ''), password);
}

const credential = (id: string, secret: string): Credential | null =>
  /^[0-9a-f]{32}$/.test(id) && secretForm.test(secret) ? { keyId: `key_${id}`, secret } : null;

function decodeBase64(value: string): string {
  try {
    return atob(value);
  } catch {
    return '';
  }
}
