import type { Seal } from './seal.ts';

/**
 * One envelope in a rotation of the root key: opened under the old one, sealed under the new. An envelope of the new key is
 * returned as it is, so that a rotation that was interrupted can simply run again. Throws when neither key fits.
 */
export function rewrap(keys: { from: Seal; to: Seal }, purpose: string, context: string, envelope: string): string {
  if (envelope.split('.')[1] === keys.to.keyId) {
    keys.to.open(purpose, context, envelope);
    return envelope;
  }
  return keys.to.seal(purpose, context, keys.from.open(purpose, context, envelope));
}
