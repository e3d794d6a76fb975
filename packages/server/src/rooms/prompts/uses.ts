import type { Ctx } from '../../spine/ctx.ts';
import type { Db } from '../../spine/tx.ts';

/** A release that holds a version of a prompt, with its agent and the environments that serve it now. */
export type ReleaseUse = {
  releaseId: string;
  version: string;
  digest: string;
  createdAt: string;
  number: number;
  agent: { id: string; key: string; name: string; teamId: string; ownerId: string | null };
  servedIn: string[];
};

/** Who uses a prompt, by its id or a name it has or had. To be given by lifecycle, within a transaction too; newest releases first, at most 500. */
export type UsesOf = (db: Db, ctx: Ctx, prompt: { names: readonly string[] }) => Promise<ReleaseUse[]>;

/** How many agents and releases that one sees hold each of these prompts, by any of its names. To be given by lifecycle. */
export type CountUses = (
  ctx: Ctx,
  prompts: readonly { promptId: string; name: string }[],
) => Promise<{ promptId: string; agents: number; releases: number }[]>;
