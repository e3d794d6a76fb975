import type { Actor } from './actor.ts';
import type { Resource } from './authorize.ts';
import type { Clock } from './clock.ts';
import type { Action } from './rights.ts';
import type { Transactor } from './tx.ts';

/** A right that was asked for, and held. */
export type Asked = { action: Action; resource: Resource };

/** What every verb and view is given: who, where, when, and the control state. Made by the edges, one per request. */
export type Ctx = {
  readonly actor: Actor;
  readonly workspaceId: string;
  readonly requestId: string;
  readonly clock: Clock;
  readonly state: Transactor;
  /** Where `authorize` notes what it allowed, for whoever repeats the answer later. */
  readonly asked?: Asked[];
};
