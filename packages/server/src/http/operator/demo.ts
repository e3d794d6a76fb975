import { z } from 'zod';
import { openDemoTeam } from '../../access/index.ts';
import { declareDemo, type DemoReleases, putAwayDemo } from '../../rooms/lifecycle/index.ts';
import { getDemo, removeDemoData } from '../../rooms/monitoring/index.ts';
import type { Ctx } from '../../spine/ctx.ts';
import type { Seal } from '../../spine/seal.ts';

/** The demo fleet: its key and where it sends to, the end of it, and how far that is. */
export const demoCommands = [
  z.object({ command: z.literal('demo-start') }),
  z.object({ command: z.literal('demo-remove') }),
  z.object({ command: z.literal('demo-state') }),
] as const;
type DemoCommand = z.infer<(typeof demoCommands)[number]>;

/** `since`: Unix milliseconds at which the demo team was made. `otlpUrl`: null where no server runs. `releases`: of its agents. */
export type DemoAnswer =
  | { otlpUrl: string | null; key: string; since: number; releases: DemoReleases }
  | { demo: 'none' | 'present' | 'removing' };

/** `ownerId`: who answers for the demo's agents. */
type Ground = { otlpUrl: string | null; seal: Seal; ownerId: string | null };

export async function runDemoCommand(ctx: Ctx, ground: Ground, { command }: DemoCommand): Promise<DemoAnswer> {
  if (command === 'demo-start') {
    const { otlpUrl, seal, ownerId } = ground;
    const { secret, since, teamId } = await openDemoTeam(ctx);
    const releases = await declareDemo(ctx, seal, { teamId, ownerId, since: since.getTime() });
    return { otlpUrl, key: secret, since: since.getTime(), releases };
  }
  const { state } = command === 'demo-remove' ? await removeDemoData(ctx, putAwayDemo) : await getDemo(ctx);
  return { demo: state };
}
