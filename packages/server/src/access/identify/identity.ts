import type { Actor } from '../../spine/actor.ts';

/** Who a request turned out to be. */
export type Identity = { actor: Actor; workspaceId: string };
