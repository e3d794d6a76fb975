import type { Ctx } from '../../spine/ctx.ts';

/**
 * Names of the tools that agents of a team have: those of their newest releases, and those that they are declared with. null = it is
 * not known of any agent. To be given by lifecycle.
 */
export type ToolsOf = (ctx: Ctx, teamId: string) => Promise<ReadonlySet<string> | null>;
