import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** Keeps secrets of ours at rest: AES-256-GCM envelopes `sb1.<key id>.<nonce>.<box>`, one derived key per purpose. */
export type Seal = {
  /** Names the root key without telling it: nodes compare it, envelopes carry it. 8 hex digits. */
  readonly keyId: string;
  /** `purpose` separates keys; `context` (a row's identity) is authenticated, so that an envelope cannot be moved to another row. */
  seal(purpose: string, context: string, plain: string): string;
  /** Throws when the envelope was changed, moved, or sealed under another root key. */
  open(purpose: string, context: string, envelope: string): string;
  /** 32 bytes for a keyed hash. */
  derive(purpose: string): Uint8Array;
};

/** @param rootKey 32 bytes, the same on every node. */
export function sealWith(rootKey: Uint8Array): Seal {
  if (rootKey.length !== 32) throw new RangeError('The root key has 32 bytes.');
  const keyId = createHash('sha256').update(rootKey).digest('hex').slice(0, 8);
  const derive = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', rootKey, '', `signalbox ${purpose}`, 32));
  return {
    keyId,
    derive,
    seal(purpose, context, plain) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', derive(purpose), nonce).setAAD(Buffer.from(context));
      const box = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return ['sb1', keyId, nonce.toString('base64url'), box.toString('base64url')].join('.');
    },
    open(purpose, context, envelope) {
      const [form, id, nonce = '', sealed = ''] = envelope.split('.');
      if (form !== 'sb1' || id !== keyId) throw new Error(`Sealed under root key ${id}, this server has ${keyId}.`);
      const box = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', derive(purpose), Buffer.from(nonce, 'base64url'), {
        authTagLength: 16,
      });
      decipher.setAAD(Buffer.from(context)).setAuthTag(box.subarray(-16));
      return decipher.update(box.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8');
    },
  };
}
