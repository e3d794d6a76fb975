import { presentedKey, type KeyIdentity, type KeyRing } from '../access/index.ts';
import type { Sender } from '../ingest/rows.ts';
import { allows } from '../spine/authorize.ts';
import { AppError } from '../spine/errors.ts';
import type { GrantedAction } from '../spine/rights.ts';

/** `unreadable` hears of requests that show no key, or something that is none. */
export type SenderKeys = KeyRing & { unreadable?: (shown: 'none' | 'malformed') => void };
type Shown = Parameters<typeof presentedKey>[0];

/** Who sends this telemetry, by the key it shows. Throws `access.*`, or `state.unavailable` where nobody can be asked. */
export async function telemetrySender(keys: SenderKeys, shown: Shown): Promise<Sender> {
  return senderOf(await telemetryKey(keys, shown, ['telemetry.write']));
}

/** The key that is shown, where it has one of these rights. Throws as `telemetrySender`. */
export async function telemetryKey(
  keys: SenderKeys,
  shown: Shown,
  actions: readonly [GrantedAction, ...GrantedAction[]],
): Promise<KeyIdentity> {
  const key = presentedKey(shown);
  if (key === null || key === 'malformed') keys.unreadable?.(key ?? 'none');
  if (key === null) throw new AppError('access.unauthenticated');
  const identity = key === 'malformed' ? null : await identify(keys, key);
  if (identity === null) throw new AppError('access.key_invalid');
  const { teamId } = identity.actor;
  if (!actions.some((action) => allows(identity.actor, action, { teamId })))
    throw new AppError('access.denied', { params: { action: actions[0] } });
  return identity;
}

export function senderOf({ actor, workspaceId, contentKey, contentMode }: KeyIdentity): Sender {
  const { teamId, id: keyId, agent, environment } = actor;
  return { workspaceId, teamId, keyId, agent, environment, contentKey, contentMode };
}

const identify = (keys: KeyRing, shown: Parameters<KeyRing['identifySender']>[0]) =>
  keys.identifySender(shown).catch((cause: unknown) => {
    throw new AppError('state.unavailable', { params: { seconds: 5 }, retryAfterSeconds: 5, cause });
  });
