import { expect, test } from 'vitest';
import { drawPart } from '../../../app/house.fixture.tsx';
import { byRole, words } from '../../../ui/markup.fixture.ts';
import { aRun } from '../model/monitoring.fixture.ts';
import { OtherRuns } from './other-runs.tsx';

const drawn = (agents: string[]): Promise<string> =>
  drawPart(<OtherRuns run={aRun({ id: 'r' })} />, [
    [['siblings', 'r'], { items: agents.map((agent, i) => aRun({ id: `o${i}`, agent })) }],
  ]);

test('each other run of the trace is a link, the first few named', async () => {
  const html = await drawn(['a', 'b', 'c', 'd', 'e']);
  expect(byRole(html, 'link').map((one) => [one.name, one.node.attrs['href']])).toEqual([
    ['a', '/runs/o0'],
    ['b', '/runs/o1'],
    ['c', '/runs/o2'],
  ]);
  expect(words(html)).toBe('Same trace a , b , c and 2 more');
});

test('where the run is alone nothing is said', async () => expect(words(await drawn([]))).toBe(''));
