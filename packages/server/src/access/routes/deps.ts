import type { EdgeDeps } from '../../ports/edge.ts';

/** `csrf` makes the token of a session; `publicUrl` is where people open Signalbox, known once the port is. */
export type AccessDeps = EdgeDeps & { csrf: (sessionId: string) => string; publicUrl: () => string };
