import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Warehouse } from '../../../../ports/warehouse.ts';
import { AppError } from '../../../../spine/errors.ts';
import { hex, TestTelemetry, ten } from '../telemetry.fixture.ts';
import { tracesSaying } from './rare-words.ts';

let telemetry: TestTelemetry;
const many = Array.from({ length: 201 }, () => hex(16));
const [one, two] = [hex(16), hex(16)];
beforeAll(async () => {
  telemetry = await TestTelemetry.open();
  for (const trace of many.slice(0, 3)) await telemetry.say(trace, hex(8), { input: ['user: common words'] });
  await telemetry.say(one, hex(8), { input: ['user: common Needle\nin hay'] });
  await telemetry.say(two, hex(8), { input: ['user: needles and a needlework'] });
});
afterAll(() => telemetry.warehouse.close());

const asked = (q: string, range: { from?: string; to?: string } = {}) =>
  tracesSaying(telemetry.warehouse, telemetry.workspaceId, { q, ...range });

test('the traces in which a word or phrase stands, whole words in any case', async () => {
  expect(await asked('needle')).toEqual([one]);
  expect(await asked('NEEDLE in')).toEqual([one]);
  expect((await asked('common'))?.length).toBe(4);
  expect(await asked('nowhere')).toEqual([]);
});

test('of another workspace nothing, and of another time nothing', async () => {
  expect(await tracesSaying(telemetry.warehouse, 'wsp_elsewhere', { q: 'needle' })).toEqual([]);
  const iso = (hours: number): string => new Date((ten + hours * 3600) * 1000).toISOString();
  expect(await asked('needle', { from: iso(-1), to: iso(1) })).toEqual([one]);
  expect(await asked('needle', { from: iso(48) })).toEqual([]);
});

test('more than two hundred are not told, nor what takes too long; other failures are', async () => {
  const answering = (rows: object[]) => ({ query: async () => rows }) as unknown as Warehouse;
  const rows = many.map((trace_id) => ({ trace_id }));
  expect(await tracesSaying(answering(rows.slice(1)), 'wsp_1', { q: 'a' })).toHaveLength(200);
  expect(await tracesSaying(answering(rows), 'wsp_1', { q: 'a' })).toBeNull();
  const failing = (error: Error) => ({ query: () => Promise.reject(error) }) as unknown as Warehouse;
  const late = new AppError('warehouse.limit', { params: { limit: 'time' } });
  expect(await tracesSaying(failing(late), 'wsp_1', { q: 'a' })).toBeNull();
  await expect(tracesSaying(failing(new AppError('warehouse.unavailable')), 'wsp_1', { q: 'a' })).rejects.toThrow();
});
