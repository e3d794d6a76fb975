import type { ContentCache } from '../content/cache.ts';

/** What mapping needs besides the item and its sender; lives as long as the ingest thread. */
export type MapOptions = {
  readonly contents: ContentCache;
  /** Starts older than this are not believed. */
  readonly retentionDays?: number;
};

/**
 * How many messages of a span, direction and moment this request has brought so far: log events come one by one, and
 * several in the same millisecond. A new map for each request.
 */
export type MessagePositions = Map<string, number>;
