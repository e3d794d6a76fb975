import { randomBytes } from 'node:crypto';

/** Prefixes of every id that leaves Signalbox; one per noun of docs/language.md. */
export type IdPrefix =
  | 'wsp'
  | 'tea'
  | 'per'
  | 'grt'
  | 'key'
  | 'ses'
  | 'lnk'
  | 'sva'
  | 'agt'
  | 'env'
  | 'nch'
  | 'rel'
  | 'dpl'
  | 'frz'
  | 'sch'
  | 'evt'
  | 'rea'
  | 'prc'
  | 'dsh'
  | 'svw'
  | 'prm'
  | 'prv'
  | 'plm'
  | 'prr'
  | 'pcm'
  | 'psy'
  | 'pno'
  | 'mpr'
  | 'pgr'
  | 'req'
  | 'nod'
  | 'seg';
export type Id<P extends IdPrefix = IdPrefix> = `${P}_${string}`;

/**
 * A prefixed UUIDv7 (RFC 9562 §5.7) in 32 hex digits: sorts by time of making in PostgreSQL and ClickHouse alike.
 * @param now Unix time in milliseconds.
 */
export function newId<P extends IdPrefix>(prefix: P, now = Date.now()): Id<P> {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return `${prefix}_${bytes.toString('hex')}`;
}
