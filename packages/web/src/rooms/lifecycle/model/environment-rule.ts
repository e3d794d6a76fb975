import type { EnvironmentRule, EnvironmentRules } from 'signalbox/contract/lifecycle';

/** What holds where nobody said anything. */
export const noRule: EnvironmentRule = { people: 0, role: null, notAuthor: false };

/** Roles that may sign releases off. */
const signers = {
  release_manager: 'release manager',
  compliance: 'compliance',
  business_owner: 'business owner',
  admin: 'admin',
};
export const roleChoices = [
  { value: '', label: 'Any role that may sign off' },
  ...Object.entries(signers).map(([value, name]) => ({ value, label: name[0]!.toUpperCase() + name.slice(1) })),
];

/** "2 people of the role compliance sign off, never who made the release." */
export function ruleWords({ people, role, notAuthor }: EnvironmentRule): string {
  if (people === 0) return 'Nobody has to sign off.';
  const of = role === null ? '' : ` of the role ${signers[role as keyof typeof signers] ?? role}`;
  return `${people} ${people === 1 ? 'person' : 'people'}${of} ${people === 1 ? 'signs' : 'sign'} off${notAuthor ? ', never who made the release' : ''}.`;
}

type Place = { environment: string; rule: EnvironmentRule | null };
/** Environments with a rule and those that are known otherwise, each once, by name. */
export function placesOf(rules: EnvironmentRules['items'], known: readonly string[]): Place[] {
  const names = new Set([...rules.map((one) => one.environment), ...known.filter((name) => name !== '')]);
  return [...names]
    .toSorted((a, b) => a.localeCompare(b, 'en'))
    .map((environment) => ({
      environment,
      rule: rules.find((one) => one.environment === environment)?.rule ?? null,
    }));
}
