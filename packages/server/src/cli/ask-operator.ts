import { setTimeout as sleep } from 'node:timers/promises';
import {
  askRunningServer,
  openSeal,
  openState,
  runOperatorCommand,
  type OperatorAnswer,
  type OperatorCommand,
} from '../main.ts';
import { putBack } from '../ingest/spool/quarantine.ts';
import type { Config } from '../spine/config/areas.ts';
import { AppError } from '../spine/errors.ts';
import { spoolOf } from './spool-of.ts';

const longestWaitMs = 20_000;
const betweenTriesMs = 250;

/**
 * Asks the server that runs on the data directory; where none does, opens the control state for a moment. A server that is just
 * starting or stopping is waited for, at most `waitMs`, and said so on stderr. Throws `config.server_silent` then.
 */
export async function askOperator(
  config: Config,
  command: OperatorCommand,
  waitMs = longestWaitMs,
): Promise<OperatorAnswer> {
  const began = performance.now();
  for (let said = false; ; said = true) {
    const answer = await askRunningServer(config.state.dataDir, command);
    if (answer !== null) return answer;
    try {
      return await askStore(config, command);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'config.data_dir_in_use') throw error;
      const { path = '', pid = '' } = error.params;
      if (performance.now() - began > waitMs)
        throw new AppError('config.server_silent', { params: { path, pid, seconds: Math.round(waitMs / 1000) } });
      if (!said) console.error(`Process ${pid} is starting or stopping on ${path}; waiting for it.`);
    }
    await sleep(betweenTriesMs);
  }
}

async function askStore(config: Config, command: OperatorCommand): Promise<OperatorAnswer> {
  const { database: state, backups } = await openState(config);
  try {
    const { publicUrl, port } = config.server;
    const url = publicUrl ?? `http://127.0.0.1:${port}`;
    const ground = {
      ...{ state, backups, seal: openSeal(config), publicUrl: url, otlpUrl: null },
      // The next start finds them in the spool.
      retryQuarantine: (ids: readonly string[] | null, limit: number) =>
        putBack(spoolOf(config), ids, limit).map(({ id }) => id),
    };
    return await runOperatorCommand(ground, command);
  } finally {
    await state.close();
  }
}
