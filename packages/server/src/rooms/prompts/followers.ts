import type { Ctx } from '../../spine/ctx.ts';
import type { Tx } from '../../spine/tx.ts';

/** An agent whose deployment in an environment follows a label. */
export type Follower = { agentId: string; environment: string };

/**
 * Who follows a label. To be given by lifecycle: labels that a deployed agent follows are moved by a release of lifecycle, not
 * here. Asked inside the transaction that would move it.
 */
export type FollowersOf = (tx: Tx, ctx: Ctx, at: { promptId: string; label: string }) => Promise<readonly Follower[]>;
