import { expect } from 'vitest';
import { RunOtlp } from '../../contract-otlp.ts';
import { getRun } from '../get-run.ts';
import { getStep } from '../get-step.ts';
import { getTranscript } from '../get-transcript.ts';
import { ctxOf, type TestTelemetry } from '../telemetry.fixture.ts';
import { exportRunOtlp } from './export-run-otlp.ts';
import { type captured, sendIn } from './sent-in.fixture.ts';

/** Sends to one workspace, takes its first `most` runs out, sends those to the other, and compares what people see of them. */
export async function sameElsewhere(
  [here, there]: readonly [TestTelemetry, TestTelemetry],
  sent: (typeof captured)[string],
  most: number,
): Promise<void> {
  await sendIn(here, sent);
  const runs: string[] = [];
  for (const trace of (await traces(here)).slice(0, most)) runs.push(...(await here.rebuild(trace)));
  expect(runs.length).toBeGreaterThan(0);
  for (const id of runs) {
    const { otlp } = await exportRunOtlp(ctxOf(here.workspaceId), here.warehouse, { id });
    expect(RunOtlp.parse(otlp)).toEqual(otlp);
    await sendIn(there, [{ signal: 'traces', contentType: 'json', body: Buffer.from(JSON.stringify(otlp)) }]);
  }
  for (const trace of await traces(there)) await there.rebuild(trace);
  for (const id of runs) {
    const [before, after] = [await seen(here, id), await seen(there, id)];
    expect(asSilent(after.told, before.told)).toEqual(before.told);
    // Messages go out by the GenAI conventions, so that one is named too.
    for (const [i, dialect] of before.dialects.entries()) expect(after.dialects[i]).toMatch(ending(dialect));
  }
}

/** Messages that came by log records gave no first line; in the file they stand with the span, and give one: where there was none, any is right. */
function asSilent(value: unknown, before: unknown): unknown {
  if (typeof value !== 'object' || value === null || typeof before !== 'object' || before === null) return value;
  if (Array.isArray(value)) return value.map((item, i) => asSilent(item, (before as unknown[])[i]));
  return Object.fromEntries(
    Object.entries(value).map(([key, own]) => {
      const was = (before as Record<string, unknown>)[key];
      return [key, key.endsWith('Preview') && was === null ? null : asSilent(own, was)];
    }),
  );
}

const ending = (dialect: string): RegExp => new RegExp(`^(genai\\+)?${dialect.replaceAll('+', '\\+')}$`);

const traces = async (of: TestTelemetry): Promise<string[]> => {
  const sql = 'SELECT DISTINCT trace_id AS id FROM spans WHERE workspace_id = {w:String} ORDER BY id';
  return (await of.warehouse.query<{ id: string }>(sql, { w: of.workspaceId })).map((row) => row.id);
};

/** All that a person can see of a run, but for what belongs to the place: the count of its rebuilds, and references to text. */
async function seen(of: TestTelemetry, id: string): Promise<{ told: unknown; dialects: string[] }> {
  const ctx = ctxOf(of.workspaceId);
  const { run, steps } = await getRun(ctx, of.warehouse, { id, after: null });
  const { turns } = await getTranscript(ctx, of.warehouse, { id });
  const details = await Promise.all(steps.map((s) => getStep(ctx, of.warehouse, { id, spanId: s.spanId })));
  const told = {
    run: { ...run, version: '' },
    steps,
    // One that came by a log record was said at that record's time, in the file it is told at its span's.
    turns: turns.map((turn) => ({ ...turn, ref: '', at: '' })),
    // Messages that came by log records are in the file; the records themselves are not.
    details: details.map((detail) => ({ ...detail, logs: [], dialect: '' })),
  };
  return { told, dialects: details.map((detail) => detail.dialect) };
}
