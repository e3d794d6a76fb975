import { expect, test } from 'vitest';
import { agents } from '../fleet/agents/index.ts';
import type { Turn } from '../fleet/turn.ts';
import { paceUntil } from './pace.ts';
import { busiest, rhythm } from './rhythm.ts';
import { type FleetPlan, turnsBetween } from './turns.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** A Sunday, noon UTC. */
const now = Date.UTC(2026, 10, 22, 12);
const plan: FleetPlan = { seed: 'test', anchor: now, agents, rate: 1, pace: () => 0.1 };
const names = (turns: readonly Turn[]): string[] =>
  turns.map((turn) => `${turn.spec.name} ${turn.id} ${turn.index} ${turn.startMs} ${turn.version} ${turn.user}`);

test('the same plan gives the same turns; another seed others', () => {
  const turns = names(turnsBetween(plan, now - day, now));
  expect(turns.length).toBeGreaterThan(100);
  expect(names(turnsBetween(plan, now - day, now))).toEqual(turns);
  const other = new Set(names(turnsBetween({ ...plan, seed: 'other' }, now - day, now)));
  expect(turns.filter((turn) => other.has(turn))).toEqual([]);
});

test('however time is cut, every turn comes once', () => {
  const whole = names(turnsBetween(plan, now - day, now));
  const cuts = [0, 0.013, 3.7, 4, 11.11, 23.999, 24].map((hours) => now - day + hours * hour);
  const parts = cuts.slice(1).flatMap((to, index) => names(turnsBetween(plan, cuts[index]!, to)));
  expect(parts).toEqual(whole);
});

test('a lower pace leaves conversations out and changes none', () => {
  const all = new Set(names(turnsBetween({ ...plan, pace: () => 1 }, now - 6 * hour, now)));
  const few = names(turnsBetween(plan, now - 6 * hour, now));
  expect(few.every((turn) => all.has(turn))).toBe(true);
  expect(few.length / all.size).toBeGreaterThan(0.05);
  expect(few.length / all.size).toBeLessThan(0.2);
});

test('turns of a conversation follow each other, all in one place by one user', () => {
  const byId = Map.groupBy(turnsBetween(plan, now - 2 * day, now), (turn) => turn.id);
  const long = [...byId.values()].filter((turns) => turns.length > 1);
  expect(long.length).toBeGreaterThan(20);
  for (const turns of long) {
    expect(turns.map((turn) => turn.index)).toEqual(turns.map((_, n) => turns[0]!.index + n));
    expect(new Set(turns.map((turn) => `${turn.user} ${turn.version} ${turn.environment}`)).size).toBe(1);
    for (const [n, turn] of turns.slice(1).entries())
      expect(turn.startMs - turns[n]!.startMs).toBeGreaterThanOrEqual(60_000);
  }
});

test('the newer release of refunds comes in on its day, with its share', () => {
  const versions = (from: number, to: number): Record<string, number> => {
    const own = agents.filter((agent) => agent.name === 'refunds');
    const turns = turnsBetween({ ...plan, agents: own, pace: () => 1 }, now - from * day, now - to * day);
    return Object.fromEntries(
      [...Map.groupBy(turns, (turn) => turn.version)].map(([version, of]) => [version, of.length]),
    );
  };
  expect(Object.keys(versions(6, 2.6))).toEqual(['3.1.0']);
  const { '3.1.0': older = 0, '3.2.0': newer = 0 } = versions(2.4, 0);
  expect(newer / (older + newer)).toBeGreaterThan(0.28);
  expect(newer / (older + newer)).toBeLessThan(0.42);
});

test('the hasty release of support serves everybody, until it is taken back', () => {
  const own = agents.filter((agent) => agent.name === 'support');
  const versions = (from: number, to: number): string[] => {
    const turns = turnsBetween({ ...plan, agents: own, pace: () => 1 }, now - from * day, now - to * day);
    return [...new Set(turns.map((turn) => turn.version))];
  };
  expect(versions(5, 4.1)).toEqual(['5.4.1']);
  expect(versions(3.9, 3.3)).toEqual(['5.5.0']);
  expect(versions(3.1, 0)).toEqual(['5.4.1']);
});

test('nights are quiet, noons are busy, weekends as the trade has them', () => {
  const trade = { utcOffset: 0, weekend: 0.1 };
  const tuesday = Date.UTC(2026, 10, 17);
  expect(rhythm(tuesday + 3 * hour, trade)).toBeLessThan(0.2);
  expect(rhythm(tuesday + 10 * hour, trade)).toBeGreaterThan(1.5);
  expect(rhythm(now, trade)).toBeLessThan(0.3);
  expect(rhythm(tuesday + 3 * hour, { ...trade, utcOffset: 8 })).toBeGreaterThan(1.2);
  const week = Array.from({ length: 168 * 4 }, (_, n) =>
    rhythm(tuesday + (n * hour) / 4, { utcOffset: 0, weekend: 1 }),
  );
  expect(week.reduce((a, b) => a + b) / week.length).toBeCloseTo(1, 1);
  expect(Math.max(...week)).toBeLessThanOrEqual(busiest);
});

test('the past is thin and swells into the present', () => {
  const pace = paceUntil(now);
  expect([pace(now), pace(now + day)]).toEqual([1, 1]);
  expect(pace(now - hour)).toBeCloseTo(0.515, 2);
  expect(pace(now - 3 * day)).toBeCloseTo(0.03, 5);
});
