import { setTimeout as sleep } from 'node:timers/promises';
import { askRunningServer, type OperatorAnswer } from '../main.ts';
import { AppError } from '../spine/errors.ts';
import { configOf, type Flags } from './flags.ts';

type Arrival = Extract<OperatorAnswer, { arrivals: unknown }>['arrivals'][number];
type ConnectFlags = Flags & { wait?: true; key?: string; seconds: string };

/** The three lines that connect an agent, with a key made on the spot; with --wait, what arrives until the first run is kept. */
export async function connect(flags: ConnectFlags): Promise<void> {
  const { dataDir } = configOf(flags).config.state;
  const ask = async (command: Parameters<typeof askRunningServer>[1]) => {
    const answer = await askRunningServer(dataDir, command);
    if (answer === null) throw new AppError('config.not_running', { params: { path: dataDir } });
    return answer;
  };
  const before = await ask({ command: 'arrivals', after: Number.MAX_SAFE_INTEGER });
  if (!('arrivals' in before)) return;
  console.log(linesOf(before.otlpUrl, flags.key ?? (await newKey(ask))));
  if (flags.wait !== true) return;
  console.log(`\nWaiting ${flags.seconds} s for the first run; start the agent now.`);
  const until = performance.now() + Number(flags.seconds) * 1000;
  for (let after = before.newest; performance.now() < until; await sleep(1000)) {
    const answer = await ask({ command: 'arrivals', after });
    if (!('arrivals' in answer)) return;
    for (const arrival of answer.arrivals) console.log(lineOf(arrival));
    if (answer.arrivals.some((one) => one.outcome === 'kept' && one.signal !== 'logs')) {
      console.log(`\nKept. The run is at ${answer.publicUrl}/runs?range=15m`);
      return;
    }
    after = answer.newest;
  }
  console.log('Nothing was kept so far. What to check: docs/connect.md');
  process.exitCode = 1;
}

async function newKey(ask: (command: Parameters<typeof askRunningServer>[1]) => ReturnType<typeof askRunningServer>) {
  const scopes: ['ingest'] = ['ingest'];
  const made = await ask({
    command: 'key-create',
    name: 'Connect',
    scopes,
    team: null,
    agent: null,
    environment: null,
  });
  return made !== null && 'secret' in made ? made.secret : '';
}

export const linesOf = (endpoint: string, key: string): string =>
  [
    `OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}`,
    `OTEL_EXPORTER_OTLP_HEADERS=x-signalbox-key=${key}`,
    'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
  ].join('\n');

const words: Record<Arrival['outcome'], string> = {
  kept: 'kept',
  partly: 'kept in part',
  not_kept: 'not kept',
  wrong_key: 'wrong key',
  no_key: 'no key',
  refused: 'refused',
};

/** One request in a terminal: when, what, what became of it. */
export function lineOf({ at, signal, outcome, detail, bytes }: Arrival): string {
  const time = new Date(at).toISOString().slice(11, 19);
  const what = signal === null ? '' : `${signal}, ${bytes} bytes: `;
  return `${time} ${what}${words[outcome]}${detail === '' ? '' : ` (${detail})`}`;
}
