import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 192 random bits in hex: too many to guess, so one SHA-256 is enough to keep them. */
export const newSecret = (): string => randomBytes(24).toString('hex');

/** What is stored of a secret. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export const isSecret = (secret: string, hash: Uint8Array): boolean =>
  hash.length === 32 && timingSafeEqual(hashSecret(secret), hash);
