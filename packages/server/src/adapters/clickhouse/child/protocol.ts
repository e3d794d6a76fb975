/** What the supervisor tells the child over IPC (so that the token stands in no argument list and no environment). */
export type ChildOptions = {
  /** Absolute; holds `data/` (the engine's), `spill/` (bodies of inserts under way) and `engine.xml`. */
  dir: string;
  /** Every request but /ping must carry it as the password. */
  token: string;
  database: string;
  /** Connections for reads; one runs one query at a time. There is always exactly one for writes. */
  readers: number;
  /** Requests that may wait for reads and, apart from them, for writes; one more is answered 503. */
  maxWaiting: number;
  /** What the engine may allocate in all, in bytes. The process needs about 250 MB beside it. */
  memoryBytes: number;
  /** A reader of a streamed answer that takes nothing for so long loses its connection, in milliseconds. */
  stallMs: number;
};

export type ChildMessage = { kind: 'ready'; port: number } | { kind: 'failed'; message: string };
