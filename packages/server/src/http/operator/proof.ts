import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Both sides show that they have read the operator file; the token itself never travels. The port of a server that was killed may
 * be taken by any user of the machine, who must neither learn the token nor pass an address of his own for a sign-in link.
 */
export const proofHeader = 'x-signalbox-operator';
/** Made anew by who asks, so that no answer fits another question. */
export const nonceHeader = 'x-signalbox-nonce';

type Said = { of: 'question' | 'answer'; nonce: string; text: string };

export const proofOf = (token: string, { of, nonce, text }: Said): string =>
  createHmac('sha256', token)
    .update(JSON.stringify([of, nonce, text]))
    .digest('hex');

export function isProof(shown: string | string[] | undefined, token: string, said: Said): boolean {
  const [got, wanted] = [Buffer.from(String(shown)), Buffer.from(proofOf(token, said))];
  return got.length === wanted.length && timingSafeEqual(got, wanted);
}
