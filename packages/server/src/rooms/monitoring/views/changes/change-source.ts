import type { Ctx } from '../../../../spine/ctx.ts';
import type { Change } from '../../contract-changes.ts';

/** An agent of the catalog, as far as changes name it. */
export type ChangingAgent = { id: string; teamId: string; key: string; name: string };

/** Where and when: `to` is not included. `agents`: only of these, null = of all that one may see. */
export type ChangeScope = {
  from: Date;
  to: Date;
  teamId: string | undefined;
  environment: string | undefined;
  agents: readonly ChangingAgent[] | null;
  /** Names of prompts that runs of `agents` were sent with. */
  prompts: readonly string[];
};

/** To be given by each room that keeps changes: what the actor may see of them, at most 500 of a kind, the latest. Refuses nobody. */
export type ChangeSource = (ctx: Ctx, scope: ChangeScope) => Promise<Change[]>;
