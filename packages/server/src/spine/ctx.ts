import type { Actor } from './actor.ts';
import type { Clock } from './clock.ts';
import type { Transactor } from './tx.ts';

/** What every verb and view is given: who, where, when, and the control state. Made by the edges, one per request. */
export type Ctx = {
  readonly actor: Actor;
  readonly workspaceId: string;
  readonly requestId: string;
  readonly clock: Clock;
  readonly state: Transactor;
};
