import type { WireResult } from './wire.ts';

/** Between the main thread and the PGlite worker. Requests are answered in order, one at a time. */
export type PgliteRequest = { id: number; sql: string; values: readonly unknown[] } | { id: number; close: true };
export type PgliteFailure = { message: string; code?: string; constraint?: string; table?: string; detail?: string };
export type PgliteReply = { id: number; result: WireResult } | { id: number; failure: PgliteFailure } | { ready: true };
