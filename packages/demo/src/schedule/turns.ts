import type { AgentSpec, Conversation, Release } from '../fleet/spec.ts';
import type { Turn } from '../fleet/turn.ts';
import { type Random, randomOf } from '../random.ts';
import { busiest, rhythm } from './rhythm.ts';

/**
 * `seed` and `anchor` (Unix milliseconds; what releases are dated by) make the fleet. `pace(at)`: share of the live rate at
 * that moment, at most 1. A lower pace leaves conversations out, and never changes one: what was sent before is sent again
 * with the same ids.
 */
export type FleetPlan = {
  seed: string;
  anchor: number;
  agents: readonly AgentSpec[];
  /** Times the rates of the specs; another one makes another fleet. */
  rate: number;
  pace: (at: number) => number;
};

const hour = 3_600_000;
/** The last turn of a conversation begins this long after its first at most. */
const longest = hour;

/** All turns that begin in [from, to), by their start (Unix milliseconds). */
export function turnsBetween(plan: FleetPlan, from: number, to: number): Turn[] {
  const turns: Turn[] = [];
  for (const spec of plan.agents)
    for (let slot = Math.floor((from - longest) / hour); slot * hour < to; slot++)
      turns.push(...slotTurns(plan, spec, slot));
  return turns.filter(({ startMs }) => startMs >= from && startMs < to).sort((a, b) => a.startMs - b.startMs);
}

/** One agent's conversations that begin within one hour. */
function slotTurns(plan: FleetPlan, spec: AgentSpec, slot: number): Turn[] {
  const random = randomOf(plan.seed, spec.name, slot);
  const candidates = random.count(spec.perHour * plan.rate * busiest);
  const turns: Turn[] = [];
  for (let index = 0; index < candidates; index++) {
    const at = (slot + random.next()) * hour;
    if (random.next() * busiest >= rhythm(at, spec) * plan.pace(at)) continue;
    turns.push(...conversationTurns(plan, spec, at, randomOf(plan.seed, spec.name, slot, index)));
  }
  return turns;
}

function conversationTurns(plan: FleetPlan, spec: AgentSpec, at: number, random: Random): Turn[] {
  const id = `conv-${random.hex(12)}`;
  const release = releaseAt(spec, (plan.anchor - at) / (24 * hour), random);
  const conversation: Conversation = spec.talk(random, release);
  const whole = {
    ...{ spec, id, conversation, version: release.version, user: `user-${random.whole(1, 400)}` },
    environment: random.chance(spec.stagingShare) ? 'staging' : 'production',
  };
  let startMs = at;
  return conversation.turns.map((_, index) => {
    if (index > 0) startMs += 60_000 + Math.min(8 * 60_000, random.around(70_000));
    return { ...whole, index, startMs: Math.floor(startMs) };
  });
}

/** The newest release that is out and whose share the conversation falls into. */
function releaseAt({ releases }: AgentSpec, daysBefore: number, random: Random): Release {
  const draw = random.next();
  const isOut = ({ daysBefore: from, until = -Infinity }: Release): boolean => daysBefore <= from && daysBefore > until;
  const out = releases.slice(1).filter((release) => isOut(release) && draw < release.share);
  return out.at(-1) ?? releases[0];
}
