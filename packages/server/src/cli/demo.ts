import { setTimeout as sleep } from 'node:timers/promises';
import { askRunningServer, type OperatorAnswer, type OperatorCommand } from '../main.ts';
import { AppError } from '../spine/errors.ts';
import { askOperator } from './ask-operator.ts';
import { type Fleet, type FleetOptions, startFleet } from './demo-fleet.ts';
import { configOf, type Flags } from './flags.ts';
import { listenForStop, untilAborted } from './signals.ts';

type DemoFlags = Flags & {
  url?: string;
  key?: string;
  seed: string;
  days: string;
  rate: string;
  live: boolean;
  remove?: true;
};

/** The fleet against the server that runs here, or against any by URL and key, until SIGTERM or SIGINT. */
export async function demo(flags: DemoFlags): Promise<void> {
  if (flags.remove === true) return removeDemo(flags);
  const stop = listenForStop();
  const { seed, days, rate, live } = flags;
  const target = await targetOf(flags);
  const numbers = { days: amountOf('--days', days), rate: amountOf('--rate', rate) };
  const fleet = startFleet({ ...target, seed, ...numbers, live, now: Date.now() }, console.log);
  await Promise.race([fleet.exited, untilAborted(stop)]);
  await fleet.stop();
  process.exitCode = await fleet.exited;
}

export const demoDefaults = { seed: 'signalbox', days: '7', rate: '1.8' } as const;

/** For `up --demo`: the whole fleet against the server of this process. */
export async function startDemo(dataDir: string): Promise<Fleet> {
  const { seed, days, rate } = demoDefaults;
  const options = { seed, days: Number(days), rate: Number(rate), live: true, now: Date.now() };
  return startFleet({ ...(await localTarget(dataDir)), ...options }, console.log);
}

type Target = Pick<FleetOptions, 'otlpUrl' | 'key' | 'anchor' | 'releases'>;

async function targetOf({ url, key, ...flags }: DemoFlags): Promise<Target> {
  if (url !== undefined && key !== undefined) return { otlpUrl: url, key, anchor: Date.now(), releases: {} };
  if (url !== undefined || key !== undefined)
    throw new AppError('config.invalid', { params: { reason: 'A server elsewhere needs both: --url and --key.' } });
  return localTarget(configOf(flags).config.state.dataDir);
}

async function localTarget(dataDir: string): Promise<Target> {
  const answer = await askRunningServer(dataDir, { command: 'demo-start' });
  if (answer === null || !('since' in answer) || answer.otlpUrl === null)
    throw new AppError('config.no_server', { params: { path: dataDir } });
  const { otlpUrl, key, since: anchor, releases } = answer;
  return { otlpUrl, key, anchor, releases };
}

const lookEveryMs = 500;
const longestMs = 5 * 60_000;

/** Orders the removal and waits for its end; where no server runs, the next one carries it out. */
async function removeDemo({ url, key, ...flags }: DemoFlags): Promise<void> {
  if (url !== undefined || key !== undefined)
    throw new AppError('config.invalid', {
      params: { reason: 'Demo data are removed on the server itself, or in the web by an admin.' },
    });
  const { config } = configOf(flags);
  const ask = async (command: OperatorCommand): Promise<string> => stateOf(await askOperator(config, command));
  let state = await ask({ command: 'demo-remove' });
  if (state === 'removing' && (await askRunningServer(config.state.dataDir, { command: 'demo-state' })) === null)
    return console.log('Ordered: the demo data go when the server runs again.');
  const began = performance.now();
  while (state === 'removing' && performance.now() - began < longestMs) {
    await sleep(lookEveryMs);
    state = await ask({ command: 'demo-state' });
  }
  console.log(state === 'removing' ? 'Ordered; the server is still at it.' : 'No demo data are here any more.');
}

const stateOf = (answer: OperatorAnswer): string => ('demo' in answer ? answer.demo : '');

function amountOf(flag: string, text: string): number {
  const amount = Number(text);
  if (Number.isFinite(amount) && amount > 0 && amount <= 60) return amount;
  throw new AppError('config.invalid', { params: { reason: `${flag} must be a number above 0 and up to 60.` } });
}
