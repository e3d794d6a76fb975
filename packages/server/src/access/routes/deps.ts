import type { EdgeDeps } from '../../ports/edge.ts';
import type { IdentityProvider } from '../../ports/identity-provider.ts';
import type { Llm } from '../../ports/llm.ts';
import type { Seal } from '../../spine/seal.ts';

/**
 * `csrf` makes the token of a session; `publicUrl` is where people open Signalbox, known once the port is. `provider`: null = people
 * sign in here only.
 */
export type AccessDeps = EdgeDeps & {
  csrf: (sessionId: string) => string;
  publicUrl: () => string;
  seal: Seal;
  provider: IdentityProvider | null;
  llm: Llm;
};
