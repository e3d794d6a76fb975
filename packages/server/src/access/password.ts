import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { AppError } from '../spine/errors.ts';

type Cost = { ln: number; r: number; p: number };

/** 2^15 × 8 × 3: the OWASP cheat sheet's equal of 2^17 × 8 × 1 at a quarter of the memory (32 MiB). */
const cost: Cost = { ln: 15, r: 8, p: 3 };
const bytes = 32;

/** `scrypt$ln$r$p$salt$hash`: the parameters stand with each hash, so that they can be raised later. Runs off the loop. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  return ['scrypt', cost.ln, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Works as long for `null` (nobody with that address, or no password) as for a wrong password. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  if (stored === null) {
    await derive(password, randomBytes(16), cost);
    return false;
  }
  const [form, ln, r, p, salt = '', hash = ''] = stored.split('$');
  if (form !== 'scrypt') throw new Error('A stored password is of an unknown form.');
  const wanted = Buffer.from(hash, 'base64url');
  const got = await derive(password, Buffer.from(salt, 'base64url'), { ln: Number(ln), r: Number(r), p: Number(p) });
  return timingSafeEqual(got, wanted);
}

/** At once: libuv's pool has four threads, and the spool's fsync needs one of them. */
const most = 2;
/** Beyond these a sign-in is told to come again: ten seconds of work. */
const mostWaiting = 64;
const waiting: (() => void)[] = [];
let running = 0;

/** Throws `access.throttled` where too many wait: guesses from many addresses must not stop telemetry. */
async function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  if (running >= most) {
    if (waiting.length >= mostWaiting)
      throw new AppError('access.throttled', { params: { seconds: 10 }, retryAfterSeconds: 10 });
    await new Promise<void>((turn) => waiting.push(turn));
  } else running++;
  try {
    return await work(password, salt, cost);
  } finally {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}

const work = (password: string, salt: Buffer, { ln, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { N: 2 ** ln, r, p, maxmem: 256 * 2 ** ln * r };
    scrypt(password.normalize('NFKC'), salt, bytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
