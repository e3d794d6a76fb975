import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../../../spine/actor.ts';
import { AppError } from '../../../../spine/errors.ts';
import { statementOf } from '../../sql/statements.fixture.ts';
import { ctxOf, keyWithout, TestTelemetry, viewer } from '../telemetry.fixture.ts';
import { plant } from './plant.fixture.ts';
import { querySql } from './query-sql.ts';

let telemetry: TestTelemetry;
beforeAll(async () => {
  telemetry = await TestTelemetry.open();
  await plant(telemetry, 'OWN', ['tea_a', 'tea_b']);
  await plant(telemetry.elsewhere(), 'FOREIGN', ['tea_a', 'tea_b']);
});
afterAll(() => telemetry.warehouse.close());

/** What a statement says itself may come back. */
const own = "it's \\ {s0:String} FOREIGN";

test('of 1,500 random statements none returns a value of another workspace, another team or of what was said', async () => {
  const seen = { answered: 0, refused: 0, rows: 0 };
  const decisions = fc.array(fc.nat(997), { minLength: 3, maxLength: 50 });
  const askers: [Actor, RegExp][] = [
    [viewer(null), /FOREIGN/],
    [keyWithout('tea_a'), /FOREIGN|tea_b|SAID/],
    [keyWithout('tea_none'), /FOREIGN|tea_a|tea_b|SAID|OWN release/],
  ];
  await fc.assert(
    fc.asyncProperty(decisions, fc.constantFrom(...askers), async (picked, [actor, never]) => {
      const sql = statementOf(picked);
      const ctx = ctxOf(telemetry.workspaceId, actor);
      try {
        const { rows } = await querySql(ctx, telemetry.warehouse, { sql, limit: 200 }, async () => {});
        seen.answered += 1;
        seen.rows += rows.length;
        expect(
          JSON.stringify(rows).replaceAll(JSON.stringify(own).slice(1, -1), '').replaceAll('%FOREIGN%', ''),
        ).not.toMatch(never);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(error.code).toMatch(/^monitoring\.sql_|^warehouse\.limit/);
        expect(error.message.replaceAll('FOREIGN', sql.includes('FOREIGN') ? '' : 'FOREIGN')).not.toMatch(/FOREIGN/);
        seen.refused += 1;
      }
    }),
    { numRuns: 1_500 },
  );
  expect(seen.answered).toBeGreaterThan(200);
  expect(seen.rows).toBeGreaterThan(200);
}, 300_000);
