import { presentedKey, type KeyRing } from '../access/index.ts';
import type { Sender } from '../ingest/rows.ts';
import { allows } from '../spine/authorize.ts';
import { AppError } from '../spine/errors.ts';

/** `unreadable` hears of requests that show no key, or something that is none. */
export type SenderKeys = KeyRing & { unreadable?: (shown: 'none' | 'malformed') => void };

/** Who sends this telemetry, by the key it shows. Throws `access.*`, or `state.unavailable` where nobody can be asked. */
export async function telemetrySender(keys: SenderKeys, shown: Parameters<typeof presentedKey>[0]): Promise<Sender> {
  const key = presentedKey(shown);
  if (key === null || key === 'malformed') keys.unreadable?.(key ?? 'none');
  if (key === null) throw new AppError('access.unauthenticated');
  const identity = key === 'malformed' ? null : await identify(keys, key);
  if (identity === null) throw new AppError('access.key_invalid');
  const { actor, workspaceId, contentKey, contentMode } = identity;
  const { teamId, id: keyId, agent, environment } = actor;
  if (!allows(actor, 'telemetry.write', { teamId }))
    throw new AppError('access.denied', { params: { action: 'telemetry.write' } });
  return { workspaceId, teamId, keyId, agent, environment, contentKey, contentMode };
}

const identify = (keys: KeyRing, shown: Parameters<KeyRing['identifySender']>[0]) =>
  keys.identifySender(shown).catch((cause: unknown) => {
    throw new AppError('state.unavailable', { params: { seconds: 5 }, retryAfterSeconds: 5, cause });
  });
