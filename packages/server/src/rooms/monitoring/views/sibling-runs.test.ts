import { afterAll, beforeAll, expect, test } from 'vitest';
import { siblingRuns } from './sibling-runs.ts';
import { ctxOf, hex, span, TestTelemetry, viewer } from './telemetry.fixture.ts';

let telemetry: TestTelemetry;
beforeAll(async () => void (telemetry = await TestTelemetry.open()));
afterAll(() => telemetry.warehouse.close());

const agents = async (id: string, actor?: Parameters<typeof ctxOf>[1]): Promise<(string | null)[][]> =>
  (await siblingRuns(ctxOf(telemetry.workspaceId, actor), telemetry.warehouse, { id })).map((run) => [
    run.agent,
    run.inputPreview,
  ]);

test('the other runs of its trace, earliest first, without text; of other teams only where they are seen', async () => {
  const trace = hex(16);
  const [root, a, b, c] = [hex(8), hex(8), hex(8), hex(8)];
  const agent = (name: string, more = {}) => ({
    kind: 'agent',
    agent: name,
    parent_span_id: root,
    input_preview: 'Hi',
    ...more,
  });
  await telemetry.spans([
    span(trace, root, 0),
    span(trace, a, 10, agent('first')),
    span(trace, c, 30, agent('third', { team_id: 'tea_b' })),
    span(trace, b, 20, agent('second')),
  ]);
  await telemetry.rebuild(trace);
  await telemetry.rebuild(trace);
  expect(await agents(`${trace}-${a}`)).toEqual([
    ['second', null],
    ['third', null],
  ]);
  expect(await agents(`${trace}-${b}`, viewer('tea_a'))).toEqual([['first', null]]);
  await expect(agents(`${trace}-${a}`, viewer('tea_b'))).rejects.toMatchObject({ code: 'monitoring.run_not_found' });
});

test('a run that went over into another is none any more', async () => {
  const trace = hex(16);
  const [root, a, b] = [hex(8), hex(8), hex(8)];
  await telemetry.spans([
    span(trace, root, 0),
    span(trace, a, 10, { kind: 'agent', agent: 'one', parent_span_id: root }),
    span(trace, b, 20, { kind: 'agent', agent: 'two', parent_span_id: root }),
  ]);
  await telemetry.rebuild(trace);
  expect(await agents(`${trace}-${a}`)).toEqual([['two', null]]);
  await telemetry.rebuild(trace, 'settled', { is_deleted: 1 });
  expect(await agents(`${trace}-${a}`)).toEqual([]);
});
