import { createHash } from 'node:crypto';
import type { Clock } from '../../spine/clock.ts';
import type { Seal } from '../../spine/seal.ts';
import type { Db } from '../../spine/tx.ts';
import type { Credential } from '../model/credential.ts';
import { keyMemory } from './key-memory.ts';
import { lookUpKey, stillGood, type KeyIdentity } from './look-up-key.ts';

/** Looks keys up with a short memory. Both reject when the control state cannot be asked. */
export type KeyRing = {
  identify(credential: Credential): Promise<KeyIdentity | null>;
  /**
   * For telemetry and delivery only. While the control state cannot be asked, a key found before, with the scope ingest or
   * deliver, stands for what it
   * was: at most 60 minutes after it was last confirmed, never beyond its expiry nor after an event that may have revoked it.
   */
  identifySender(credential: Credential): Promise<KeyIdentity | null>;
  /** What is known of a key without asking: looked up in the last five seconds, and not doubted since. null = it has to be asked for. */
  remembered(credential: Credential): KeyIdentity | null;
  /** Called on each ledger event: everything known is doubted and asked for again, so that a revoked key is refused at once. */
  doubt(): void;
};

/** Exporters give up after ten seconds; a database that takes this long is treated as away. */
const patienceMs = 2_000;

export function keyRing({ db, clock, seal }: { db: Db; clock: Clock; seal: Seal }): KeyRing {
  const memory = keyMemory(clock);
  let confirming = false;
  const asking = new Map<string, Promise<KeyIdentity | null>>();

  /** Who come at once share one question: after a ledger event all agents of a key ask anew. */
  function ask(name: string, credential: Credential): Promise<KeyIdentity | null> {
    const place = `${memory.generation}:${name}`;
    const asked = asking.get(place) ?? askOnce(name, credential).finally(() => asking.delete(place));
    asking.set(place, asked);
    return asked;
  }
  async function askOnce(name: string, credential: Credential): Promise<KeyIdentity | null> {
    const { generation } = memory;
    const found = await lookUpKey(db, seal, credential);
    // A look-up that began before a revocation must not bring the key back.
    if (generation === memory.generation) memory.keep(name, found);
    return found?.identity ?? null;
  }
  async function confirm(): Promise<void> {
    if (confirming || memory.doubted().length === 0) return;
    confirming = true;
    try {
      for (let generation = -1; generation !== memory.generation;) {
        ({ generation } = memory);
        const good = await stillGood(db, memory.doubted());
        if (generation === memory.generation) memory.settle(good);
      }
    } catch {
      // The state is away: what is doubted stays so, and is asked for when it is next shown.
    } finally {
      confirming = false;
    }
  }
  return {
    identify: async (credential) => {
      const name = nameOf(credential);
      const known = memory.recall(name);
      return known === undefined ? ask(name, credential) : known;
    },
    async identifySender(credential) {
      const name = nameOf(credential);
      const known = memory.recall(name);
      if (known !== undefined) return known;
      const standing = memory.standing(name);
      if (standing !== undefined) return standing;
      try {
        return await within(patienceMs, ask(name, credential));
      } catch (error) {
        const identity = memory.standIn(name);
        if (identity === undefined) throw error;
        return identity;
      }
    },
    remembered: (credential) => {
      const name = nameOf(credential);
      const identity = memory.recall(name) ?? memory.standing(name) ?? null;
      // Nobody who asks all the time is kept waiting every five seconds.
      if (identity !== null && memory.isAging(name)) void ask(name, credential).catch(() => {});
      return identity;
    },
    doubt() {
      memory.doubtAll();
      void confirm();
    },
  };
}

const nameOf = ({ keyId, secret }: Credential): string =>
  createHash('sha256').update(`${keyId}:${secret}`).digest('base64');

function within<T>(ms: number, asked: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`The control state did not answer within ${ms} ms.`)), ms);
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
