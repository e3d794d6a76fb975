import { afterAll, beforeAll, expect, test } from 'vitest';
import { ctxOf, hex, keyWithout, span, TestTelemetry, viewer } from '../telemetry.fixture.ts';
import { compareRuns } from './compare-runs.ts';

let telemetry: TestTelemetry;
let good: string;
let bad: string;

type Part = { name: string; more?: object; said?: string };

async function aRun(parts: readonly Part[]): Promise<string> {
  const [traceId, top] = [hex(16), hex(8)];
  const steps = parts.map((part, i) => ({ ...part, id: hex(8), at: 10 + i }));
  await telemetry.spans([
    span(traceId, top, 0, { kind: 'agent', agent: 'clerk', name: 'clerk' }),
    ...steps.map(({ id, at, name, more }) =>
      span(traceId, id, at, { kind: 'tool', tool: name, name, parent_span_id: top, ...more }),
    ),
  ]);
  for (const { id, said } of steps)
    if (said !== undefined) await telemetry.say(traceId, id, { input: [`user: ${said}`], output: ['tool: ok'] });
  const [id] = await telemetry.rebuild(traceId);
  return id!;
}

beforeAll(async () => {
  telemetry = await TestTelemetry.open();
  good = await aRun([
    { name: 'look up', said: 'ZX' },
    { name: 'refund', more: { duration_ns: 100_000_000n } },
    { name: 'tell' },
  ]);
  bad = await aRun([
    { name: 'look up', said: 'ZX-4411' },
    { name: 'look up', said: 'ZX' },
    { name: 'refund', more: { duration_ns: 900_000_000n, failed: true } },
  ]);
});
afterAll(() => telemetry.warehouse.close());

const words = async (who = ctxOf(telemetry.workspaceId)) => {
  const found = await compareRuns(who, telemetry.warehouse, { a: good, b: bad });
  return found.rows.map(({ a, b, differs }) => `${a?.step.name ?? '-'} | ${b?.step.name ?? '-'} | ${differs.join()}`);
};

test('steps stand beside their counterparts; what one run lacks, and what differs, is said', async () => {
  const found = await compareRuns(ctxOf(telemetry.workspaceId), telemetry.warehouse, { a: good, b: bad });
  expect([found.a.id, found.b.id, found.truncated]).toEqual([good, bad, false]);
  expect(await words()).toEqual([
    'clerk | clerk | ',
    '- | look up | missing',
    'look up | look up | ',
    'refund | refund | error,duration',
    'tell | - | missing',
  ]);
  expect(found.firstDivergence).toBe(1);
  const sizes = found.rows[2]!;
  expect(sizes.a!.sizes).toEqual(sizes.b!.sizes);
  expect(found.rows[1]!.b!.sizes.input).toBe(sizes.b!.sizes.input! + 5);
});

test('a run beside itself differs in nothing', async () => {
  const same = await compareRuns(ctxOf(telemetry.workspaceId), telemetry.warehouse, { a: bad, b: bad });
  expect(same).toMatchObject({ firstDivergence: null });
  expect(same.rows.flatMap((row) => row.differs)).toEqual([]);
});

test('who may not read content learns no sizes of it', async () => {
  const found = await compareRuns(ctxOf(telemetry.workspaceId, keyWithout('tea_a')), telemetry.warehouse, {
    a: good,
    b: bad,
  });
  for (const { a, b } of found.rows)
    for (const side of [a, b]) if (side !== null) expect(side.sizes).toEqual({ input: null, output: null });
});

test('a run of a foreign team or workspace is not there, on either side', async () => {
  const missing = { code: 'monitoring.run_not_found' };
  await expect(words(ctxOf(telemetry.workspaceId, viewer('tea_b')))).rejects.toMatchObject(missing);
  await expect(words(ctxOf('wsp_other', viewer(null)))).rejects.toMatchObject(missing);
});
