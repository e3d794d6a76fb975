import type { Evidence } from './evidence.ts';

type By = { readonly by: string };
type Why = By & { readonly reason: string };

/** What a person, a key or a job asks for. `by`: the actor's id; that the actor may is the verb's affair. */
export type Command =
  | ({ readonly kind: 'start' } & By)
  | { readonly kind: 'gates_passed' }
  | { readonly kind: 'gates_failed'; readonly detail: string }
  | ({ readonly kind: 'pause' } & Why)
  | ({ readonly kind: 'resume' } & Why)
  | ({ readonly kind: 'skip' } & Why)
  | ({ readonly kind: 'sign_off' } & Why)
  | ({ readonly kind: 'promote' } & Why)
  | ({ readonly kind: 'roll_back' } & Why)
  | ({ readonly kind: 'abort' } & Why)
  | ({ readonly kind: 'supersede' } & Why)
  /** A hard limit was passed between two looks. */
  | { readonly kind: 'limit'; readonly metric: string; readonly detail: string };

/** `ackedVersion`: the newest version of the weight that every router serves, 0 = none. */
export type Input =
  | ({ readonly kind: 'look'; readonly ackedVersion: number } & Evidence)
  | { readonly kind: 'tick'; readonly ackedVersion: number }
  | Command;
