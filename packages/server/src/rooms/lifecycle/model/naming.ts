/** What the names of one team's telemetry stand for, and changes of that as values before and after. Pure. */

export type PutAway = 'merged' | 'ignored' | 'undone' | 'removed';
export type NamedAgent = { id: string; key: string; name: string; slug: string; putAway: PutAway | null };
export type Naming = {
  agents: readonly NamedAgent[];
  aliases: readonly { name: string; service: string; agentId: string }[];
  ignored: readonly { name: string; service: string }[];
};

/** One value, before and after. `alias`: null = the name stands for itself there. */
export type Edit =
  | { of: 'agent'; id: string; field: 'name' | 'slug'; before: string; after: string }
  | { of: 'agent'; id: string; field: 'putAway'; before: PutAway | null; after: PutAway | null }
  | { of: 'alias'; name: string; service: string; before: string | null; after: string | null }
  | { of: 'ignored'; name: string; service: string; before: boolean; after: boolean };

/** The way back, last change first. */
export const inverse = (edits: readonly Edit[]): Edit[] =>
  edits.toReversed().map((edit) => ({ ...edit, before: edit.after, after: edit.before }) as Edit);

/** Names as spans send them whose meaning these edits change: their runs are to be assembled again. */
export const namesOf = (edits: readonly Edit[]): string[] => [
  ...new Set(edits.flatMap((edit) => (edit.of === 'agent' ? [] : [edit.name]))),
];

/** The agent that a name from a service stands for; undefined = none yet, or it is ignored. `service` '' = whatever service. */
export function agentOf(naming: Naming, name: string, service: string): NamedAgent | undefined {
  const byId = (id: string): NamedAgent | undefined => naming.agents.find((agent) => agent.id === id);
  for (const place of service === '' ? [''] : [service, '']) {
    if (naming.ignored.some((one) => one.name === name && one.service === place)) return undefined;
    const alias = aliasAt(naming, name, place);
    if (alias !== null) return byId(alias);
  }
  return naming.agents.find((agent) => agent.key === name);
}

/** The agent of exactly this alias; null = there is none. */
export const aliasAt = (naming: Naming, name: string, service: string): string | null =>
  naming.aliases.find((one) => one.name === name && one.service === service)?.agentId ?? null;

/** Every name an agent goes by in telemetry; its key first, unless that stands for another now. */
export function sentNames(naming: Naming, agent: NamedAgent): { name: string; service: string }[] {
  const aliases = naming.aliases.filter((one) => one.agentId === agent.id);
  // The key of an agent that was split off is made, not sent.
  const made = aliases.some(({ name, service }) => service !== '' && agent.key.startsWith(`${name}@${service}`));
  const own = !made && agentOf(naming, agent.key, '') === agent ? [{ name: agent.key, service: '' }] : [];
  return [...own, ...aliases.map(({ name, service }) => ({ name, service }))];
}
