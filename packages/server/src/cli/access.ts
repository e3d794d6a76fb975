import type { AccessAt } from '../access/contract.ts';
import { askOperator } from './ask-operator.ts';
import { column } from './column.ts';
import { configOf, type Flags } from './flags.ts';
import { isoTime } from './iso-time.ts';

/** Who could do what with an agent at a time. */
export async function access(flags: Flags & { agent: string; at?: string; json?: boolean }): Promise<void> {
  const at = flags.at === undefined ? new Date().toISOString() : isoTime(flags.at, '--at');
  const answer = await askOperator(configOf(flags).config, { command: 'access-at', agent: flags.agent, at });
  if (!('access' in answer)) return;
  if (flags.json === true) console.log(JSON.stringify(answer.access, null, 2));
  else for (const line of accessLines(answer.access)) console.log(line);
}

export function accessLines({ agent, at, throughSeq, people, keys, erased }: AccessAt): string[] {
  const roleOf = ({ role, environment, until }: AccessAt['people'][number]['roles'][number]): string =>
    `${role.replaceAll('_', ' ')}${environment === null ? '' : ` in ${environment}`}${until === null ? '' : ` until ${until}`}`;
  const persons = people.map((one) => [one.name ?? one.id, one.roles.map(roleOf).join(', '), one.rights.join(' ')]);
  const programs = keys.map((key) => [`key ${key.name}`, key.environment ?? 'any environment', key.scopes.join(' ')]);
  const rows = [...persons, ...programs];
  return [
    `${agent} at ${at}, by the ledger up to event ${throughSeq}`,
    ...(rows.length === 0 ? ['Nobody could do anything with it.'] : column([['Who', 'As', 'Could'], ...rows])),
    ...(erased === 0 ? [] : [`${erased} events are erased: what they changed is not known any more.`]),
  ];
}
