import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { makePlan } from '../model/rollout/make-plan.ts';
import { checkSpec, readSpec } from './read-spec.ts';
import { rolloutSchema } from './spec-schema.ts';

const least = { agent: 'support', environment: 'production', candidate: 'rel_2' };
const specOf = (text: string) => {
  const read = readSpec(text);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.spec;
};
const messages = (value: unknown): string[] => {
  const checked = checkSpec(value);
  return 'problems' in checked ? checked.problems.map((one) => one.message) : [];
};

describe('a spec', () => {
  test('needs an agent, an environment and a candidate, in YAML as in JSON', () => {
    const spec = specOf('agent: support\nenvironment: production\ncandidate: rel_2\n');
    expect(spec).toEqual(specOf(JSON.stringify(least)));
    expect(spec).toMatchObject({ ...least, errorBudget: 0.03, ackTimeout: '10m', gates: [], hardLimits: [] });
    expect(spec.health).toEqual({
      ...{ sampleRatioAlpha: 0.001, crossoverMaxShare: 0.01, telemetryLossMaxGap: 0.02, revisedMaxShare: 0.02 },
    });
    expect(spec.onRollback).toEqual({ inFlight: 'move', freezeCandidate: true, notify: [] });
  });

  test('what it leaves out of a step or a metric is filled in', () => {
    const spec = specOf(
      'agent: a\nenvironment: e\ncandidate: c\nsteps: [{analyze: {}}, {bake: {}}]\nmetrics: [{id: cost}]',
    );
    expect(spec.steps).toEqual([
      { analyze: { minUnits: 100, until: 'quiet', maxDuration: '7d', onTimeout: 'hold' } },
      { bake: { duration: '24h', holdback: 5_000, minUnits: 20, maxDuration: '7d', onTimeout: 'hold' } },
    ]);
    expect(spec.metrics).toEqual([
      {
        ...{ id: 'cost', role: 'guardrail', unknown: 'left_out', cuped: false },
        ...{ rollback: { tolerance: 0 }, promote: { margin: 0.25, alpha: 0.05 } },
      },
    ]);
  });

  test('that is read twice is the same', () => {
    const spec = specOf(JSON.stringify(least));
    expect(specOf(JSON.stringify(spec))).toEqual(spec);
  });
});

describe('what is wrong is said in sentences that name the field', () => {
  test.each([
    [{}, ['"agent" is missing.', '"environment" is missing.', '"candidate" is missing.']],
    [[], ['The spec must be an object with agent, environment and candidate.']],
    [null, ['The spec must be an object with agent, environment and candidate.']],
    [{ ...least, agent: 3 }, ['"agent" must be a text.']],
    [{ ...least, agent: ' ' }, ['"agent" must not be empty.']],
    [{ ...least, judge: {} }, ['"judge" is no field of a rollout.']],
    [{ ...least, health: { srm: 1 } }, ['"health.srm" is no field of a rollout.']],
    [{ ...least, kind: 'Agent' }, ['"kind" must be Rollout.']],
    [{ ...least, errorBudget: 0 }, ['"errorBudget" must be above 0.']],
    [{ ...least, steps: [] }, ['"steps" must not be empty.']],
    [{ ...least, horizon: '1.5h' }, ['"horizon" must be a whole number with s, m, h or d: 90s, 30m, 6h, 7d.']],
    [{ ...least, ackTimeout: '0s' }, ['"ackTimeout" must be longer than nothing.']],
    [{ ...least, steps: [{}] }, ['"steps.0" must be one of shadow, weight, analyze, signOff and bake.']],
    [
      { ...least, steps: [{ weight: 1, analyze: {} }] },
      ['"steps.0" must be one of shadow, weight, analyze, signOff and bake.'],
    ],
    [
      { ...least, steps: [{ weight: 100_000 }] },
      ['"steps.0.weight" must stay below 100000: all of the units come with the promotion.'],
    ],
    [{ ...least, steps: [{ weight: 2.5 }] }, ['"steps.0.weight" must be a whole number.']],
    [
      { ...least, steps: [{ weight: 1 }, { analyze: { until: 'x' } }] },
      ['"steps.1.analyze.until" must be quiet or certified.'],
    ],
    [
      { ...least, metrics: [{ id: 'a', rollback: { alpha: 0.5 } }] },
      ['"metrics.0.rollback.alpha" must be at most 0.2.'],
    ],
    [{ ...least, metrics: [{}] }, ['"metrics.0.id" is missing.']],
    [{ ...least, assignment: { key: ['user', 'user'] } }, ['"assignment.key" may name each kind of unit once.']],
  ])('%j', (value, said) => {
    expect(messages(value)).toEqual(said);
  });

  test('text that is no YAML, or unfolds into too much', () => {
    expect(readSpec('agent: [')).toMatchObject({
      problems: [{ path: '', message: expect.stringMatching(/^The spec is no YAML: .+\.$/) as string }],
    });
    const bomb = `a: &a [x, x]\nb: &b [${'*a, '.repeat(9)}*a]\nc: [${'*b, '.repeat(9)}*b]`;
    expect(readSpec(bomb)).toMatchObject({
      problems: [{ path: '', message: expect.stringContaining('no YAML') as string }],
    });
  });
});

const docs = join(import.meta.dirname, '../../../../../../docs/rollout.schema.json');
test('what docs/rollouts.md shows can be rolled out', () => {
  const text = readFileSync(docs.replace('rollout.schema.json', 'rollouts.md'), 'utf8');
  const shown = [...text.matchAll(/```yaml\n(.+?)```/gs)].map((one) => specOf(one[1]!));
  expect(shown).toHaveLength(2);
  const usage = { source: 'usage', isExplicit: false } as const;
  const measured = [
    { id: 'completion', kind: 'binary', better: 'up', ...usage },
    { id: 'cost', kind: 'ratio', better: 'down', ...usage },
  ] as const;
  const around = { measured, able: [], stableId: 'rel_1', candidateId: 'rel_2', stableP99Ms: null };
  const plans = shown.map((spec) => makePlan(spec, around));
  expect(plans.flatMap((one) => ('problems' in one ? one.problems : []))).toEqual([]);
  expect(plans[1]).toMatchObject({ plan: { metrics: [{}, { id: 'cost', rollback: { alpha: 0.01 } }] } });
});

test('docs/rollout.schema.json is made from the code (signalbox rollout schema docs/rollout.schema.json)', () => {
  expect(JSON.parse(readFileSync(docs, 'utf8'))).toEqual(JSON.parse(JSON.stringify(rolloutSchema())));
});

test('an editor that reads it takes the least there is, and finds typing errors', () => {
  const fits = new Ajv({ strict: false, validateFormats: false }).compile(rolloutSchema());
  expect(fits(least)).toBe(true);
  expect(fits({ ...least, steps: [{ weight: 5_000 }, { analyze: { until: 'certified' } }] })).toBe(true);
  expect(fits({ ...least, steps: [{ wieght: 5_000 }] })).toBe(false);
  expect(fits({ ...least, horizon: 'soon' })).toBe(false);
  expect(fits({ agent: 'a', environment: 'e' })).toBe(false);
});
