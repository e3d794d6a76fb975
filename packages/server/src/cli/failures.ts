import { type Failure, FailureList, FailurePage, FailureStanding } from '../rooms/monitoring/index.ts';
import { apiOf, type ClientFlags } from './api-client.ts';
import { column } from './column.ts';
import { isoTime } from './iso-time.ts';

const filters = ['agent', 'class', 'state', 'release', 'environment', 'run'] as const;
type ListFlags = ClientFlags &
  Partial<Record<(typeof filters)[number] | 'from' | 'to', string>> & { limit?: string; json?: true };

/** The groups last seen first, a line each. */
export async function listFailures(flags: ListFlags): Promise<void> {
  const query = new URLSearchParams({ limit: flags.limit ?? '50' });
  for (const name of filters) if (flags[name] !== undefined) query.set(name, flags[name]);
  for (const name of ['from', 'to'] as const) {
    const time = flags[name];
    if (time !== undefined) query.set(name, isoTime(time, `--${name}`));
  }
  const { items, nextCursor } = FailureList.parse(await apiOf(flags)('GET', `/failures?${query}`));
  if (flags.json === true) return console.log(JSON.stringify(items, null, 2));
  if (items.length === 0) return console.log('Nothing failed so in this time.');
  const more = nextCursor === null ? [] : ['… and more: ask for a shorter time, or a higher --limit.'];
  console.log([...failureLines(items), ...more].join('\n'));
}

/** One group: its figures, what is said of it, its releases and latest runs. */
export async function showFailure(id: string, flags: ClientFlags & { json?: true }): Promise<void> {
  const page = FailurePage.parse(await apiOf(flags)('GET', `/failures/${encodeURIComponent(id)}`));
  console.log(flags.json === true ? JSON.stringify(page, null, 2) : pageLines(page).join('\n'));
}

type SayFlags = ClientFlags & { reason: string };

export async function resolveFailure(id: string, flags: SayFlags & { release?: string }): Promise<void> {
  const { reason, release } = flags;
  await say(id, 'resolve', flags, { reason, ...(release !== undefined && { release }) });
}

export async function muteFailure(id: string, flags: SayFlags & { until: string }): Promise<void> {
  await say(id, 'mute', flags, { reason: flags.reason, until: isoTime(flags.until, '--until') });
}

export const reopenFailure = (id: string, flags: SayFlags): Promise<void> =>
  say(id, 'reopen', flags, { reason: flags.reason });

async function say(id: string, verb: string, flags: ClientFlags, body: object): Promise<void> {
  const answer = await apiOf(flags)('POST', `/failures/${encodeURIComponent(id)}/${verb}`, body);
  console.log(`${id} is ${standingText(FailureStanding.parse(answer))}`);
}

export const failureLines = (failures: readonly Failure[]): string[] =>
  column(
    failures.map(
      ({ id, agent, class: of, locus, template, count, runs, users, firstRelease, lastSeenAt, standing }) => [
        ...[id, standing.state, agent, of, locus.name],
        ...[`${count} in ${runs} runs`, users === null ? 'users unknown' : `${users} users`],
        ...[firstRelease === null ? 'release unknown' : `since ${firstRelease}`, `last ${lastSeenAt}`],
        messageText(template),
      ],
    ),
  );

const messageText = (template: string | null): string =>
  template === null ? '(text withheld)' : template === '' ? '(no message was sent)' : template;

const standingText = ({ state, until, release, reason }: FailureStanding): string =>
  [
    state,
    ...(until === null ? [] : [`until ${until}`]),
    ...(release === null ? [] : [`for ${release}`]),
    ...(reason === null ? [] : [`(${reason})`]),
  ].join(' ');

function pageLines({ failure, releases, samples }: FailurePage): string[] {
  return [
    ...failureLines([failure]),
    `  ${standingText(failure.standing)}; first seen ${failure.firstSeenAt}`,
    '  Releases:',
    ...column(releases.map((one) => [`    ${one.release ?? 'unknown'}`, `${one.count}`, `last ${one.lastSeenAt}`])),
    '  Latest runs:',
    ...column(samples.map((one) => [`    ${one.runId}`, one.startedAt, one.release ?? '—', one.message ?? '—'])),
  ];
}
