import { askRunningServer, type OperatorAnswer } from '../main.ts';
import { AppError } from '../spine/errors.ts';
import { configOf, type Flags } from './flags.ts';
import { printable } from './printable.ts';

type Agents = Extract<OperatorAnswer, { agents: unknown }>['agents'];
type Agent = Agents['items'][number];

/** Every agent of the last day in a line, the worst first: the same lamp as in the browser, by shape and word. */
export async function agents(flags: Flags): Promise<void> {
  const { dataDir } = configOf(flags).config.state;
  const answer = await askRunningServer(dataDir, { command: 'agents' });
  if (answer === null) throw new AppError('config.not_running', { params: { path: dataDir } });
  if ('agents' in answer) console.log(agentLines(answer.agents).join('\n'));
}

const lamps: Record<Agent['aspect']['health'], string> = {
  clear: '|  Healthy',
  caution: '/  Watch',
  danger: '-  Act now',
  dark: '.  No signal',
};
const authorities: Record<Agent['aspect']['authority'], string> = { full: '', limited: ' Limited', held: ' Held' };

export function agentLines({ items, total, readable }: Agents): string[] {
  if (total === 0) return ['No agents yet. Connect one with: signalbox connect --wait'];
  const width = Math.min(40, Math.max(...items.map((one) => printable(one.name).length)));
  const lines = items.map(({ name, aspect, figures }) => {
    const lamp = `${lamps[aspect.health]}${authorities[aspect.authority]}`.padEnd(20);
    const ran = figures === null ? '' : `${figures.outcomes.failed.count} of ${figures.invocations} failed`;
    const why = aspect.reasons[0]?.sentence ?? '';
    return `${lamp} ${printable(name).slice(0, width).padEnd(width)}  ${why === '' ? ran : why}`.trimEnd();
  });
  const more = total > items.length ? [`… and ${total - items.length} more`] : [];
  return [...lines, ...more, ...(readable ? [] : ['Figures cannot be read now.'])];
}
