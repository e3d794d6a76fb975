import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from './errors.ts';

/** Where a page ended: the values of the list's order, e.g. [time, id]. */
export type CursorPosition = readonly (string | number)[];

/**
 * Signs and opens list cursors. `list` names the list and whose it is (`keys:<workspace>`), so that a cursor of one list, or of
 * another workspace, is refused by all others. `decode` throws `request.cursor_invalid`.
 */
export type Cursors = {
  encode(list: string, position: CursorPosition): string;
  decode(list: string, token: string): CursorPosition;
};

const macBytes = 16;

/** @param key 32 bytes that never leave the server, the same on every node. */
export function signedCursors(key: Uint8Array): Cursors {
  const mac = (list: string, body: Buffer): Buffer =>
    createHmac('sha256', key).update(`${list}\0`).update(body).digest().subarray(0, macBytes);
  return {
    encode(list, position) {
      const body = Buffer.from(JSON.stringify(position));
      return Buffer.concat([mac(list, body), body]).toString('base64url');
    },
    decode(list, token) {
      const raw = Buffer.from(token, 'base64url');
      const body = raw.subarray(macBytes);
      if (body.length === 0 || !timingSafeEqual(raw.subarray(0, macBytes), mac(list, body))) {
        throw new AppError('request.cursor_invalid');
      }
      return JSON.parse(body.toString()) as CursorPosition;
    },
  };
}
