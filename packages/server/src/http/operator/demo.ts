import { z } from 'zod';
import { openDemoTeam } from '../../access/index.ts';
import { getDemo, removeDemoData } from '../../rooms/monitoring/index.ts';
import type { Ctx } from '../../spine/ctx.ts';

/** The demo fleet: its key and where it sends to, the end of it, and how far that is. */
export const demoCommands = [
  z.object({ command: z.literal('demo-start') }),
  z.object({ command: z.literal('demo-remove') }),
  z.object({ command: z.literal('demo-state') }),
] as const;
type DemoCommand = z.infer<(typeof demoCommands)[number]>;

/** `since`: Unix milliseconds at which the demo team was made. `otlpUrl`: null where no server runs. */
export type DemoAnswer =
  | { otlpUrl: string | null; key: string; since: number }
  | { demo: 'none' | 'present' | 'removing' };

export async function runDemoCommand(ctx: Ctx, otlpUrl: string | null, { command }: DemoCommand): Promise<DemoAnswer> {
  if (command === 'demo-start') {
    const { secret, since } = await openDemoTeam(ctx);
    return { otlpUrl, key: secret, since: since.getTime() };
  }
  const { state } = command === 'demo-remove' ? await removeDemoData(ctx) : await getDemo(ctx);
  return { demo: state };
}
