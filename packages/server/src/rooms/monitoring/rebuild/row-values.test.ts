import { expect, test } from 'vitest';
import { cellReader, RowReader } from '../../../spine/rowbinary/row-reader.ts';
import { RowWriter } from '../../../spine/rowbinary/row-writer.ts';
import { noCost } from '../model/costs.ts';
import { type StepFact, unknownTokens } from '../model/facts.ts';
import { fact } from '../model/spans.fixture.ts';
import { stepRow, stepsCodec } from './row-encoding.ts';

const step = (over: Partial<StepFact> = {}): StepFact => ({
  ...{ span: fact('s', ''), runId: 'r', invocationId: 'i', agent: '', release: '', environment: '' },
  ...{ counted: true, isTop: false, isError: false, countsCall: false, countsTool: false },
  ...{ tokens: unknownTokens, cost: noCost },
  ...over,
});

/** As the warehouse reads them. */
function stored(steps: readonly StepFact[]): Record<string, unknown>[] {
  const out = new RowWriter();
  for (const one of steps) stepsCodec.write(out, stepRow('w', 7n, one));
  const reader = new RowReader(out.view());
  const rows: Record<string, unknown>[] = [];
  while (!reader.done)
    rows.push(Object.fromEntries(stepsCodec.columns.map(([name, type]) => [name, cellReader(type)(reader)])));
  return rows;
}

test('what is unknown is stored as unknown, and 0 as 0', () => {
  const open = step({ span: fact('s', '', { took: null }) });
  const none = step({ tokens: { ...unknownTokens, input: 0 }, cost: { ...noCost, nanoUsd: 0n } });
  expect(stored([open, none])).toMatchObject([
    { duration_ns: null, input_tokens: null, cost_nano_usd: null },
    { duration_ns: 1_000_000_000n, input_tokens: 0, cost_nano_usd: 0n },
  ]);
});

test('each value stands in its own column, and rows do not run into each other', () => {
  const span = fact('s', '', { provider: 'p', model: 'm', tool: 'naïve 🚦', teamId: 'x'.repeat(300), bound: false });
  const one = step({ span, agent: 'a', release: 'b', environment: 'c', isTop: true });
  const row = stored([one, one])[1]!;
  expect(row).toMatchObject({ provider: 'p', model: 'm', tool: 'naïve 🚦', team_id: 'x'.repeat(300), bound: false });
  expect(row).toMatchObject({ agent: 'a', release: 'b', environment: 'c', is_top: true, is_error: false, version: 7n });
});

test('numbers beyond a column are held at its edge: they do not begin at 0 again', () => {
  const row = stored([step({ tokens: { ...unknownTokens, input: 2 ** 40, output: 2 ** 32 - 1 } })])[0]!;
  expect([row['input_tokens'], row['output_tokens']]).toEqual([2 ** 32 - 1, 2 ** 32 - 1]);
});
