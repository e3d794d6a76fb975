import { describe, expect, test } from 'vitest';
import { randomOf } from '../../random.ts';
import { voices } from '../../voices/index.ts';
import type { AgentSpec, Conversation, Move, PlannedTool, TurnScript } from '../spec.ts';
import { agents } from './index.ts';

/** Many conversations of one agent, in each of its releases. */
const talks = (spec: AgentSpec): Conversation[] =>
  spec.releases.flatMap((release) =>
    Array.from({ length: 150 }, (_, n) => spec.talk(randomOf('talk', spec.name, release.version, n), release)),
  );
const turnsOf = (spec: AgentSpec): TurnScript[] => talks(spec).flatMap(({ turns }) => turns);
/** The moves, those of sub-agents too. */
const movesOf = (moves: readonly Move[]): Move[] =>
  moves.flatMap((move) => ('delegate' in move ? [move, ...movesOf(move.moves)] : [move]));
const toolsOf = (spec: AgentSpec): PlannedTool[] =>
  turnsOf(spec)
    .flatMap(({ moves }) => movesOf(moves))
    .flatMap((move) => ('tools' in move ? move.tools : []));
const shares = (spec: AgentSpec): number[] => [
  ...Object.values(spec.mishaps),
  ...Object.values(spec.tools).map(({ fails = 0 }) => fails),
  ...spec.releases.map(({ share }) => share),
  ...[spec.tellsUsage, spec.stagingShare, spec.judged, spec.weekend],
];

describe('the fleet', () => {
  test('is a dozen agents of different names, and every convention is spoken', () => {
    expect(agents).toHaveLength(12);
    expect(new Set(agents.map(({ name }) => name)).size).toBe(12);
    expect(new Set(agents.map(({ voice }) => voice))).toEqual(new Set(Object.keys(voices)));
    expect(new Set(agents.map(({ api }) => api))).toEqual(new Set(['chat', 'responses', 'messages']));
  });

  test('shows what people must be able to tell apart: streams, unknown tokens and costs, two releases', () => {
    expect(new Set(agents.map(({ stream }) => stream))).toEqual(new Set([true, false]));
    expect(agents.some(({ tellsUsage }) => tellsUsage < 1)).toBe(true);
    expect(agents.some(({ tellsCost }) => !tellsCost)).toBe(true);
    expect(agents.filter(({ releases }) => releases.length > 1).length).toBeGreaterThan(0);
  });

  test('has every outcome, refusals, hand-offs and sub-agents, and people who say what they think', () => {
    const turns = agents.flatMap(turnsOf);
    const moves = turns.flatMap((turn) => movesOf(turn.moves));
    expect(new Set(turns.map(({ outcome }) => outcome))).toEqual(
      new Set(['completed', 'failed', 'passed_to_person', 'abandoned', undefined]),
    );
    expect(new Set(turns.map(({ feedback }) => feedback))).toEqual(new Set([0, 1, undefined]));
    const how = new Set(moves.map((move) => ('delegate' in move ? move.how : 'refuse' in move ? 'refuse' : 'other')));
    expect(how).toEqual(new Set(['handoff', 'subagent', 'refuse', 'other']));
  });

  test('speaks more than Latin letters', () => {
    const asked = agents
      .flatMap(turnsOf)
      .map(({ ask }) => ask)
      .join(' ');
    for (const script of [/\p{Script=Arabic}/u, /\p{Script=Hebrew}/u, /\p{Script=Katakana}|\p{Script=Hiragana}/u])
      expect(asked).toMatch(script);
  });
});

describe.each(agents.map((spec) => [spec.name, spec] as const))('%s', (name, spec) => {
  test('has a slug for a name, shares that are shares, and mishaps that leave most calls well', () => {
    expect(name).toMatch(/^[a-z][a-z-]*[a-z]$/);
    for (const share of shares(spec)) expect(share >= 0 && share <= 1).toBe(true);
    const { rateLimited = 0, serverError = 0, badJson = 0 } = spec.mishaps;
    expect(rateLimited + serverError + badJson).toBeLessThan(0.1);
    expect(spec.perHour).toBeGreaterThan(0);
    expect(Math.abs(spec.utcOffset)).toBeLessThanOrEqual(14);
  });

  test('has releases from the oldest on; the first serves whoever no newer one does', () => {
    const [first, ...newer] = spec.releases;
    expect(first.share).toBe(1);
    expect(first.daysBefore).toBeGreaterThan(7);
    const ages = spec.releases.map(({ daysBefore }) => daysBefore);
    expect(ages).toEqual(ages.toSorted((a, b) => b - a));
    expect(new Set(spec.releases.map(({ version }) => version)).size).toBe(newer.length + 1);
  });

  test('says the same again by the same chance, and not always the same', () => {
    expect(JSON.stringify(talks(spec))).toBe(JSON.stringify(talks(spec)));
    expect(new Set(talks(spec).map((talk) => JSON.stringify(talk))).size).toBeGreaterThan(1);
  });

  test('uses the tools it has, with arguments and results that are JSON', () => {
    for (const { name: tool, arguments: args, result } of toolsOf(spec)) {
      expect(Object.keys(spec.tools)).toContain(tool);
      expect(JSON.parse(JSON.stringify(args))).toEqual(args);
      expect(JSON.stringify(result)).toBeDefined();
    }
    const used = new Set(toolsOf(spec).map((tool) => tool.name));
    expect(Object.keys(spec.tools).filter((tool) => !used.has(tool) && !/^(ask|transfer_to)_/.test(tool))).toEqual([]);
  });

  test('answers in the end, within the calls it may make, and hands on to agents with a task', () => {
    for (const { ask, moves } of turnsOf(spec)) {
      expect(ask.trim()).not.toBe('');
      expect(moves.length).toBeGreaterThan(0);
      const last = moves.at(-1)!;
      const ends = 'say' in last || 'refuse' in last || ('delegate' in last && last.how === 'handoff');
      if (moves.length <= 9) expect(ends).toBe(true);
      for (const move of movesOf(moves)) {
        if ('say' in move) expect(move.say.trim()).not.toBe('');
        if (!('delegate' in move)) continue;
        expect(move.task.trim()).not.toBe('');
        expect(move.delegate).not.toBe(name);
      }
    }
  });

  test('names nobody real: no address outside of examples, no link, no e-mail', () => {
    const text = JSON.stringify([spec, talks(spec)]);
    for (const [link] of text.matchAll(/https?:\/\/[^\s"\\]+/g))
      expect(link).toMatch(/example|localhost|\.test|\.internal/);
    for (const [mail] of text.matchAll(/[\w.]+@[\w.-]+\.\w+/g))
      expect(mail).toMatch(/@(?:[\w-]+\.)*example(?:\.\w+)?$/);
  });
});
