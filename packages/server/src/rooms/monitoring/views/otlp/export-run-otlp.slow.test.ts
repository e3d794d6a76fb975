import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestTelemetry } from '../telemetry.fixture.ts';
import { sameElsewhere } from './same-elsewhere.fixture.ts';
import { captured } from './sent-in.fixture.ts';

let first: TestTelemetry;
beforeAll(async () => void (first = await TestTelemetry.open()));
afterAll(() => first.warehouse.close());

test.each(Object.keys(captured))(
  '%s: sent to another workspace, the files of its runs give the same runs',
  (client) => sameElsewhere([first.elsewhere(), first.elsewhere()], captured[client]!, 100),
  120_000,
);

test('there are captures of three clients', () => expect(Object.keys(captured)).toHaveLength(3));
