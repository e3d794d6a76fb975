import { afterAll, beforeAll, expect, test } from 'vitest';
import { ctxOf, hex, keyWithout, span, TestTelemetry, viewer } from '../telemetry.fixture.ts';
import { exportRunOtlp } from './export-run-otlp.ts';
import { sameElsewhere } from './same-elsewhere.fixture.ts';
import { captured } from './sent-in.fixture.ts';

let first: TestTelemetry;
beforeAll(async () => void (first = await TestTelemetry.open()));
afterAll(() => first.warehouse.close());

test('sent to another workspace, the file of a run gives the same run', () =>
  sameElsewhere([first.elsewhere(), first.elsewhere()], captured['otel-genai-optin']!, 1));

test('who may not read the run, or not take it out, gets nothing', async () => {
  const here = first.elsewhere();
  const [trace, top] = [hex(16), hex(8)];
  await here.spans([span(trace, top, 0, { kind: 'agent', agent: 'clerk' })]);
  const [id] = await here.rebuild(trace);
  const ask = (actor: Parameters<typeof ctxOf>[1], runId = id!) =>
    exportRunOtlp(ctxOf(here.workspaceId, actor), here.warehouse, { id: runId });
  await expect(ask(keyWithout('tea_a'))).rejects.toMatchObject({ code: 'access.denied' });
  await expect(ask(viewer('tea_b'))).rejects.toMatchObject({ code: expect.stringMatching(/denied|not_found/) });
  await expect(ask(undefined, `${hex(16)}-${hex(8)}`)).rejects.toMatchObject({ code: 'monitoring.run_not_found' });
  expect((await ask(undefined)).runId).toBe(id);
});

test('more messages than one file holds are refused, not left out', async () => {
  const here = first.elsewhere();
  const [trace, top] = [hex(16), hex(8)];
  await here.spans([span(trace, top, 0, { kind: 'agent', agent: 'clerk' })]);
  const [id] = await here.rebuild(trace);
  const row = `'${here.workspaceId}' AS workspace_id, 'tea_a' AS team_id, '${trace}' AS trace_id, '${top}' AS span_id`;
  await here.warehouse.command(
    `INSERT INTO message_refs (workspace_id, team_id, trace_id, span_id, at, direction, index, refs)
     SELECT ${row}, fromUnixTimestamp64Nano(toInt64(1795341600000000000 + number), 'UTC'), 'input', 1, [] FROM numbers(20000)`,
  );
  await expect(exportRunOtlp(ctxOf(here.workspaceId), here.warehouse, { id: id! })).rejects.toMatchObject({
    code: 'monitoring.run_too_large',
  });
});
