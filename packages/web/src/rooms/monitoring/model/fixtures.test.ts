import { Run, Step, StepDetail, Turn } from 'signalbox/contract/monitoring';
import { Me } from 'signalbox/contract/access';
import { expect, test } from 'vitest';
import { aMe } from '../../../app/house.fixture.tsx';
import { aDetail, aRun, aStep, aTurn } from './monitoring.fixture.ts';

// What tests are made of is what the server may send: nothing more, nothing less.
test.each([
  ['run', Run, aRun({ id: 'a-b' })],
  ['step', Step, aStep({ spanId: 'a' })],
  ['turn', Turn, aTurn()],
  ['details of a step', StepDetail, aDetail()],
  ['me', Me, aMe()],
])('the %s of the tests keeps the contract', (_, schema, value) => {
  expect(schema.strict().safeParse(value).error).toBeUndefined();
});
