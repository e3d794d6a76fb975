import { LabelMove } from '../rooms/lifecycle/index.ts';
import { apiOf, type ClientFlags } from './api-client.ts';
import { column } from './column.ts';

type Flags = ClientFlags & { prompt: string; label: string; version: string; reason: string; apply?: true };

/**
 * Moves a label with the agents that follow it; without `--apply` it only says what would be. Exit code 1 = something holds,
 * 2 = a preview that would change something.
 */
export async function labelMove(flags: Flags): Promise<void> {
  const number = Number(flags.version);
  if (!Number.isInteger(number) || number < 1) throw new Error('The version must be a number.');
  const { prompt, label, reason, apply } = flags;
  const query = apply === true ? '' : '?preview=true';
  const done = LabelMove.parse(await apiOf(flags)('POST', `/label-moves${query}`, { prompt, label, number, reason }));
  console.log(labelLines(done).join('\n'));
  if (done.state === 'held') process.exitCode = 1;
  else if (done.isPreview && done.state === 'moved') process.exitCode = 2;
}

function labelLines({ isPreview, prompt, label, before, after, state, held, agents }: LabelMove): string[] {
  const what = `${label} of ${prompt.name}: version ${before ?? 'none'} → ${after}`;
  const rows = agents.map((one) => [
    ...[`  ${one.name ?? 'an agent of another team'}`, one.environment ?? '', one.release?.version ?? ''],
    one.held?.detail ?? one.changes.map((change) => change.sentence).join('; '),
  ]);
  const whom = agents.length === 0 ? 'No deployed agent follows it.' : 'Who follows it is deployed so.';
  const outcome = {
    moved: `${isPreview ? 'It would be moved.' : 'It is moved.'} ${whom}`,
    held: 'It is held: nothing is deployed. Say it again once nothing holds.',
    unchanged: 'It stands there already.',
  }[state];
  return [what, ...(held === null ? [] : [`  ${held.detail}`]), ...column(rows), outcome];
}
