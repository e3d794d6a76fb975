import { readFileSync } from 'node:fs';
import { Calendar } from '../rooms/lifecycle/index.ts';
import { apiOf, type ClientFlags } from './api-client.ts';
import { askOperator } from './ask-operator.ts';
import { column } from './column.ts';
import { configOf, type Flags } from './flags.ts';
import { isoTime } from './iso-time.ts';

type Scope = { team?: string; agent?: string; environment?: string };
type BeginFlags = Flags & Scope & { from: string; until: string; reason: string; timeZone?: string };
type ImportFlags = Flags & Scope & { timeZone?: string; apply?: true };

/** What was deployed, is to be, and when nothing is: 30 days back and 90 on, unless said otherwise. */
export async function calendar({
  from,
  to,
  team,
  ...flags
}: ClientFlags & Scope & { from?: string; to?: string }): Promise<void> {
  const { agent, environment } = flags;
  const wanted = {
    ...{ agent, environment, teamId: team },
    ...{ from: from && isoTime(from, '--from'), to: to && isoTime(to, '--to') },
  };
  const query = new URLSearchParams(
    Object.entries(wanted).flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : [])),
  );
  const { items, truncated } = Calendar.parse(await apiOf(flags)('GET', `/calendar?${query}`));
  const rows = items.map((one) => [
    one.id,
    short(one.from),
    one.until === null ? '' : short(one.until),
    one.state,
    one.title,
  ]);
  const none = rows.length === 0 ? ['Nothing was deployed, is planned or frozen.'] : [];
  console.log([...column(rows), ...none, ...(truncated ? ['… and more: ask for a shorter time.'] : [])].join('\n'));
}

export async function freezeBegin(flags: BeginFlags): Promise<void> {
  const { reason, timeZone = 'UTC', team = null } = flags;
  const window = { from: isoTime(flags.from, '--from'), until: isoTime(flags.until, '--until') };
  const freeze = { ...scopeOf(flags), ...window, reason, timeZone };
  const answer = await askOperator(configOf(flags).config, { command: 'freeze-begin', team, freeze });
  if (!('freeze' in answer)) return;
  const { id, from, until } = answer.freeze;
  console.log(`${id} holds from ${short(from)} until ${short(until)}`);
}

export async function freezeLift(id: string, flags: Flags): Promise<void> {
  const answer = await askOperator(configOf(flags).config, { command: 'freeze-lift', id });
  if ('freeze' in answer) console.log(`${id} (${answer.freeze.reason}) holds nothing any more`);
}

/** Freezes from a calendar's file; without `--apply` it only says what would be. Exit code 1 = an event was not understood. */
export async function freezeImport(file: string, flags: ImportFlags): Promise<void> {
  const { apply, timeZone = 'UTC', team = null } = flags;
  const calendar = { ...scopeOf(flags), ics: readFileSync(file, 'utf8'), timeZone };
  const command = { command: 'freeze-import', team, calendar, isPreview: apply !== true } as const;
  const answer = await askOperator(configOf(flags).config, command);
  if (!('imported' in answer)) return;
  const { items } = answer.imported;
  const rows = items.map((one) => [
    ...[one.outcome, one.from === null ? '' : short(one.from), one.until === null ? '' : short(one.until)],
    one.why === null ? one.summary : `${one.summary}: ${one.why}`,
  ]);
  console.log([...column(rows), ...(apply === true ? [] : ['Nothing was changed: say --apply.'])].join('\n'));
  if (items.some((one) => one.outcome === 'refused')) process.exitCode = 1;
}

const scopeOf = ({ agent, environment }: Scope) => ({
  ...(agent !== undefined && { agentId: agent }),
  ...(environment !== undefined && { environment }),
});

/** To the minute, in UTC. */
const short = (iso: string): string => `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')}Z`;
