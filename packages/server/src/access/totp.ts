import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { base32, fromBase32 } from './model/base32.ts';

/** RFC 6238 as every authenticator app has it: HMAC-SHA-1, six digits, thirty seconds. */
export const stepSeconds = 30;
const digits = 6;
/** Steps before and after now that still count: clocks of phones are a little off. */
const drift = 1;

/** 160 random bits, the length of the hash (RFC 4226 §4), in base 32. */
export const newTotpSecret = (): string => base32(randomBytes(20));

/** The code of one time step. */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const key = fromBase32(secret);
  if (key === null) throw new Error('A stored secret is not base 32.');
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[19]! & 15;
  return String((mac.readUInt32BE(at) & 0x7f_ff_ff_ff) % 10 ** digits).padStart(digits, '0');
}

/**
 * The step whose code this is, at most one step from now and after `lastStep` (a code that was used is never taken again, nor one
 * before it); null = not accepted. @param now Unix milliseconds.
 */
export function stepOfCode(
  secret: string,
  code: string,
  { now, lastStep }: { now: number; lastStep: number },
): number | null {
  const current = Math.floor(now / 1000 / stepSeconds);
  let found: number | null = null;
  for (let step = current - drift; step <= current + drift; step++)
    if (same(totpCode(secret, step), code) && step > lastStep) found ??= step;
  return found;
}

const same = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** What the app reads as a QR code. */
export function otpauthUri(secret: string, email: string, workspace: string): string {
  const issuer = `Signalbox ${workspace}`;
  const query = new URLSearchParams({
    secret,
    issuer,
    algorithm: 'SHA1',
    digits: String(digits),
    period: String(stepSeconds),
  });
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(email)}?${query.toString().replaceAll('+', '%20')}`;
}
