import {
  askRunningServer,
  openSeal,
  openState,
  runOperatorCommand,
  type OperatorAnswer,
  type OperatorCommand,
} from '../main.ts';
import type { Config } from '../spine/config/areas.ts';

/** Asks the server that runs on the data directory; where none does, opens the control state for a moment. */
export async function askOperator(config: Config, command: OperatorCommand): Promise<OperatorAnswer> {
  const answer = await askRunningServer(config.state.dataDir, command);
  if (answer !== null) return answer;
  const state = await openState(config);
  try {
    const { publicUrl, port } = config.server;
    const ground = { state, seal: openSeal(config), publicUrl: publicUrl ?? `http://127.0.0.1:${port}` };
    return await runOperatorCommand(ground, command);
  } finally {
    await state.close();
  }
}
