import { createHash } from 'node:crypto';

/**
 * Which of several events about one score holds: the later by its sender's clock; of two in one millisecond always the same
 * one, so that the stores of two nodes agree whatever arrived first. 41 bits of milliseconds, 22 of chance.
 * @param at Unix nanoseconds
 */
export function scoreVersion(at: bigint, eventId: string): bigint {
  const ms = at / 1_000_000n;
  const chance = createHash('sha256').update(eventId).digest().readUInt32BE(0) >>> 10;
  return ((ms & ((1n << 41n) - 1n)) << 22n) | BigInt(chance);
}
