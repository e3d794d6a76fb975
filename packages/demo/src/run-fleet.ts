import { setTimeout as sleep } from 'node:timers/promises';
import { agents } from './fleet/agents/index.ts';
import type { KeptReleases } from './fleet/spec.ts';
import { type Turn, World } from './fleet/turn.ts';
import { startFakeProvider } from './provider/index.ts';
import { paceUntil } from './schedule/pace.ts';
import { turnsBetween, type FleetPlan } from './schedule/turns.ts';
import { openSender, type Sender, type Target } from './telemetry/sender.ts';
import { type Figures, newTally, type Tally } from './telemetry/tally.ts';

/** `seed`, `anchor` and `rate` make the fleet (schedule/turns.ts); `days` is how far back it begins. Times in Unix milliseconds. */
export type FleetOptions = Target & {
  seed: string;
  anchor: number;
  /** Left out = the server keeps none. */
  releases?: KeptReleases;
  now: number;
  days: number;
  rate: number;
  live: boolean;
};
/** What the fleet tells while it works. `spans`: accepted by the server so far. */
export type Report =
  | { say: 'backfilled'; spans: number; seconds: number; all: Figures; byAgent: { [agent: string]: Figures } }
  | { say: 'trouble'; message: string };
export type Hooks = { signal: AbortSignal; tell: (report: Report) => void };

const atOnce = 6;
const lookEveryMs = 500;
const planAheadMs = 60_000;
/** After a long sleep of the machine only this much is made up for. */
const longestGapMs = 3_600_000;

/**
 * Works through the past at once, then on as time goes, until `signal`. What it counted itself is the result. Throws
 * `Refused` when the server does not accept the key (any more).
 */
export async function runFleet(options: FleetOptions, { signal, tell }: Hooks): Promise<Tally> {
  const { seed, anchor, rate, now, days, releases = {} } = options;
  const tally = newTally();
  const plan: FleetPlan = { seed, anchor, rate, agents, pace: paceUntil(now) };
  const provider = await startFakeProvider();
  const sender = openSender(options, (message) => tell({ say: 'trouble', message }));
  const world = new World(provider.url, sender, tally, releases);
  try {
    const began = performance.now();
    await work(turnsBetween(plan, now - days * 86_400_000, now), { world, sender, signal });
    if (!signal.aborted) await sender.drained(signal);
    if (!signal.aborted) {
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      const byAgent = Object.fromEntries(tally.byAgent);
      tell({ say: 'backfilled', spans: sender.spans.sent, seconds, all: tally.all, byAgent });
    }
    if (options.live) await live(plan, now, { world, sender, signal });
    return tally;
  } finally {
    await sender.close();
    await provider.close();
  }
}

/** From `since` on: planned a little ahead, since planning costs more than working. */
async function live(plan: FleetPlan, since: number, means: Means): Promise<void> {
  let planned = since;
  let ahead: Turn[] = [];
  while (!means.signal.aborted) {
    const now = Date.now();
    if (planned <= now) {
      ahead.push(...turnsBetween(plan, Math.max(planned, now - longestGapMs), now + planAheadMs));
      planned = now + planAheadMs;
    }
    await work(
      ahead.filter((turn) => turn.startMs <= now),
      means,
    );
    ahead = ahead.filter((turn) => turn.startMs > now);
    await sleep(lookEveryMs, undefined, { signal: means.signal }).catch(() => {});
  }
}

type Means = { world: World; sender: Sender; signal: AbortSignal };

/** A few turns side by side, no faster than the server takes them. */
async function work(turns: readonly Turn[], { world, sender, signal }: Means): Promise<void> {
  const waiting = turns.values();
  const one = async (): Promise<void> => {
    for (const turn of waiting) {
      if (signal.aborted) return;
      await sender.room(signal);
      await world.work(turn);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}
