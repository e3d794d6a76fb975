import { expect, test } from 'vitest';
import { dimensions } from './dimensions.ts';
import { partsOf, sampleOf } from './formula.ts';
import { measures, needsOf } from './measures.ts';
import { partOf, parts, type PartId } from './parts.ts';
import { sources } from './sources.ts';

const ids = (all: readonly { id: string }[]): string[] => all.map(({ id }) => id);

test('each measure and dimension is there once, and says what it is', () => {
  for (const all of [measures, dimensions]) {
    expect(new Set(ids(all)).size).toBe(all.length);
    expect(new Set(all.map(({ label }) => label)).size).toBe(all.length);
    for (const { id, label, description } of all) {
      expect(id).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(label).toMatch(/^[A-Z]/);
      expect([id, description]).toEqual([id, expect.stringMatching(/\.$/)]);
    }
  }
});

test('rates lie between nothing and one: what is above is a part of what is below', () => {
  const ratios = measures.filter(({ unit }) => unit === 'ratio');
  expect(ratios.length).toBeGreaterThan(6);
  for (const { id, formula } of ratios) {
    expect([id, 'ratio' in formula && formula.unit]).toEqual([id, undefined]);
    expect([id, sampleOf(formula)]).not.toEqual([id, null]);
    expect(new Set(partsOf(formula)).size).toBe(2);
  }
});

test('no mean is taken over what is unknown: a rate of outcomes is of the known ones and tells its shares', () => {
  for (const id of ['completion_rate', 'failure_rate', 'takeover_rate', 'abandonment_rate']) {
    const { formula, inferred, unknown } = measures.find((one) => one.id === id)!;
    expect(sampleOf(formula)).toBe('known');
    expect([inferred, unknown]).toEqual([
      ['inferred', 'known'],
      ['unknown', 'invocations'],
    ]);
  }
  for (const { id, unit, unknown } of measures)
    if (unit === 'tokens' || id === 'cost') expect([id, unknown?.[1]]).toEqual([id, 'model_calls']);
});

test('all that a measure needs is a part, and every part is needed by some measure', () => {
  const needed = new Set(measures.flatMap(needsOf));
  expect([...needed].toSorted()).toEqual(Object.keys(parts).toSorted());
  for (const measure of measures) {
    const needs = needsOf(measure);
    expect(new Set(needs).size).toBe(needs.length);
    expect(needs).toEqual(expect.arrayContaining(partsOf(measure.formula)));
  }
});

test('percentiles are of histograms, different ones of sets, and all else of sums', () => {
  for (const { id, formula } of measures) {
    const wanted = 'quantile' in formula ? 'histogram' : 'distinct' in formula ? 'set' : 'sum';
    for (const part of partsOf(formula)) expect([id, part, partOf(part).fold]).toEqual([id, part, wanted]);
    if ('quantile' in formula) expect(id.endsWith(`_p${formula.quantile * 100}`)).toBe(true);
  }
});

/** Columns that a row and the run it is joined with both have. */
const ofBoth = /(?<![\w.])(?:team_id|run_id|trace_id|agent|release|environment|service|tags)\b(?!\()/g;

test('parts and columns name the row they are of, so that no name of a join is meant by them', () => {
  for (const id of Object.keys(parts) as PartId[])
    for (const [rows, sql] of Object.entries(partOf(id)).filter(([name]) => name !== 'fold')) {
      const bare = sql.replaceAll(/'[^']*'/g, '').match(ofBoth);
      expect([id, rows, bare]).toEqual([id, rows, null]);
    }
  for (const { name, columns, ofRuns } of sources)
    for (const [id, { sql }] of Object.entries(columns)) {
      expect([name, sql]).toEqual([name, expect.stringMatching(/^[xr]\.[a-z_]+$/)]);
      // Only where runs are joined is there a row of one.
      if (sql.startsWith('r.')) expect([name, id, ofRuns]).not.toEqual([name, id, null]);
      expect(ids(dimensions)).toContain(id);
    }
});

test('what says who somebody is, is told as such; nothing else is', () => {
  expect(ids(dimensions.filter(({ personal }) => personal === true)).toSorted()).toEqual(['conversation', 'user']);
  for (const { name, tier, columns } of sources)
    if (tier !== null) expect([name, 'user' in columns, 'conversation' in columns]).toEqual([name, false, false]);
});

test('sources that tell their team only are marked: no agent or environment is among their columns', () => {
  for (const { name, columns, ofTeams = false } of sources)
    expect([name, ofTeams]).toEqual([name, !('agent' in columns && 'environment' in columns)]);
});
