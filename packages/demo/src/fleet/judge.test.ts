import { expect, test } from 'vitest';
import { randomOf } from '../random.ts';
import { memory } from '../telemetry/memory.fixture.ts';
import { Recorder } from '../telemetry/recorder.ts';
import { Station } from '../telemetry/station.ts';
import { newTally } from '../telemetry/tally.ts';
import { genai } from '../voices/genai.ts';
import { judge } from './judge.ts';
import type { Scene } from './scene.ts';
import { agents } from './agents/index.ts';

type Told = { name: unknown; score: number; label: unknown; source: unknown };
type Run = { feedback?: 0 | 1; failed?: boolean; judged?: number; seed: string };

/** What people and evaluators said of one run, and how many milliseconds after it. */
function judged({ feedback, failed = false, judged: share = 0, seed }: Run): { told: Told[]; afterMs: number[] } {
  const seen = memory();
  const random = randomOf('judge', seed);
  const startMs = Date.UTC(2026, 10, 18, 12);
  const station = new Station({ 'service.name': 'clerk' }, seen);
  const recorder = new Recorder({ station, voice: genai, random, tally: newTally(), agent: 'clerk', startMs });
  const open = recorder.begin(null, 'agent');
  const endMs = recorder.nowMs;
  const scene = { spec: { ...agents[0]!, judged: share }, recorder, random, voice: genai } as unknown as Scene;
  const failure = failed ? { type: 'x', message: 'y' } : null;
  judge(scene, { ...(feedback !== undefined && { feedback }) } as never, { open, failure } as never);
  const told = seen.logs.map(({ attributes }) => ({
    name: attributes['gen_ai.evaluation.name'],
    score: Number(attributes['gen_ai.evaluation.score.value']),
    label: attributes['gen_ai.evaluation.score.label'],
    source: attributes['signalbox.source'],
  }));
  return { told, afterMs: seen.logs.map(({ hrTime: [s, ns] }) => s * 1000 + ns / 1e6 - endMs) };
}
const many = (run: Omit<Run, 'seed'>): Told[] =>
  Array.from({ length: 200 }, (_, n) => judged({ ...run, seed: String(n) }).told).flat();
const mean = (told: readonly Told[]): number => told.reduce((sum, one) => sum + one.score, 0) / told.length;

test('who says nothing, and is not evaluated, leaves no score', () => {
  expect(judged({ seed: 'a' }).told).toEqual([]);
});

test('a thumb is a person’s, up or down, some time after the run', () => {
  const up = judged({ feedback: 1, seed: 'a' });
  expect(up.told).toEqual([{ name: 'user_feedback', score: 1, label: 'thumbs_up', source: 'person' }]);
  expect(up.afterMs[0]).toBeGreaterThan(0);
  expect(judged({ feedback: 0, seed: 'a' }).told).toMatchObject([{ score: 0, label: 'thumbs_down' }]);
});

test('evaluators judge their share, between 0 and 1, and pass from 0.6 on', () => {
  expect(many({ judged: 1 })).toHaveLength(200);
  const some = many({ judged: 0.3 });
  expect(some.length).toBeGreaterThan(30);
  expect(some.length).toBeLessThan(90);
  for (const { score, label, source } of [...many({ judged: 1 }), ...many({ judged: 1, failed: true })]) {
    expect(score >= 0 && score <= 1).toBe(true);
    expect([label, source]).toEqual([score >= 0.6 ? 'pass' : 'fail', 'evaluator']);
  }
});

test('what failed, or displeased, is judged worse: drift can be seen in scores', () => {
  const evaluator = (run: Omit<Run, 'seed'>): number => mean(many(run).filter((one) => one.source === 'evaluator'));
  const good = evaluator({ judged: 1 });
  expect(good).toBeGreaterThan(0.75);
  for (const bad of [evaluator({ judged: 1, failed: true }), evaluator({ judged: 1, feedback: 0 })]) {
    expect(bad).toBeLessThan(0.5);
  }
});
