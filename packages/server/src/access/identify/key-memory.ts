import type { Clock } from '../../spine/clock.ts';
import type { FoundKey, KeyIdentity } from './look-up-key.ts';

type Known = FoundKey & {
  freshUntil: number;
  confirmedAt: number;
  standsUntil: number;
  doubted: boolean;
  renewed: boolean;
};

const memoryMs = 5_000;
const agingMs = 1_500;
const standInMs = 60 * 60_000;
const most = 2_000;

/** What a key ring remembers, by a name of each credential. Times are monotonic, expiries on the wall clock. */
export function keyMemory(clock: Clock) {
  const known = new Map<string, Known>();
  const refused = new Map<string, number>();
  const memory = {
    /** Grows with each ledger event. */
    generation: 0,

    /** What was found out in the last five seconds; null = refused; undefined = ask. */
    recall(name: string): KeyIdentity | null | undefined {
      const now = clock.monotonic();
      const one = known.get(name);
      if (one !== undefined && !one.doubted && one.freshUntil > now) return one.identity;
      return (refused.get(name) ?? 0) > now ? null : undefined;
    },

    keep(name: string, found: FoundKey | null): void {
      const now = clock.monotonic();
      const until = now + memoryMs;
      known.delete(name);
      refused.delete(name);
      // Refusals are remembered too: an agent with a wrong key must not cost a query for each of its requests. They are kept
      // apart: a flood of wrong keys must not push out those that ingest lives on while the state is away.
      if (found === null) bounded(refused).set(name, until);
      else
        bounded(known).set(name, {
          ...found,
          freshUntil: until,
          confirmedAt: now,
          standsUntil: 0,
          doubted: false,
          renewed: false,
        });
    },

    /** Will it soon have to be asked for? Said once: whoever hears it asks, while what is known still counts. */
    isAging(name: string): boolean {
      const one = known.get(name);
      if (one === undefined || one.renewed) return false;
      const left = one.freshUntil - clock.monotonic();
      one.renewed = left > 0 && left < agingMs;
      return one.renewed;
    },

    /** The state could not be asked: who this was, if that may still count. Counts for five seconds before the next try. */
    standIn(name: string): KeyIdentity | undefined {
      const one = known.get(name);
      if (one === undefined || !mayStandIn(one)) return undefined;
      one.standsUntil = clock.monotonic() + memoryMs;
      return one.identity;
    },

    /** As `standIn` said less than five seconds ago. */
    standing(name: string): KeyIdentity | undefined {
      const one = known.get(name);
      return one !== undefined && one.standsUntil > clock.monotonic() && mayStandIn(one) ? one.identity : undefined;
    },

    doubtAll(): void {
      memory.generation++;
      refused.clear();
      for (const one of known.values()) one.doubted = true;
    },

    /** Ids of the keys that are doubted. */
    doubted: (): string[] => [...known.values()].filter((one) => one.doubted).map((one) => one.identity.actor.id),

    /** Of the doubted, `good` are as they were, the others are forgotten. */
    settle(good: ReadonlySet<string>): void {
      for (const [name, one] of known) {
        if (!one.doubted) continue;
        if (!good.has(one.identity.actor.id)) known.delete(name);
        else Object.assign(one, { doubted: false, freshUntil: 0, confirmedAt: clock.monotonic() });
      }
    },
  };

  const mayStandIn = ({ doubted, identity, confirmedAt, expiresAt }: Known): boolean =>
    !doubted &&
    identity.actor.scopes.some((scope) => scope === 'ingest' || scope === 'deliver') &&
    clock.monotonic() - confirmedAt <= standInMs &&
    (expiresAt === null || expiresAt > clock.now());
  return memory;
}

/** Drops the oldest where the map is full. */
function bounded<V>(map: Map<string, V>): Map<string, V> {
  if (map.size >= most) map.delete(map.keys().next().value!);
  return map;
}
