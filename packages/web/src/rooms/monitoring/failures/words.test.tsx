import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Failure } from 'signalbox/contract/monitoring/failures';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aBrowser, aMe, type Answers, drawPart } from '../../../app/house.fixture.tsx';
import { defects, names, words } from '../../../ui/markup.fixture.ts';
import { columns, TwoLines } from './columns.tsx';
import { FailureVerbs } from './failure-verbs.tsx';
import { aFailure, aStanding } from './failures.fixture.ts';
import { readFailuresSearch } from './search.ts';
import { Standing } from './standing.tsx';
import { classes, failureStates, messageOf, sorts, whereOf } from './words.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const me: Answers = [[['access', 'me'], aMe({ rights: ['run.read', 'failure.change'] })]];
const cell = (id: string, over: Partial<Failure>): string =>
  words(
    renderToStaticMarkup(
      <QueryClientProvider client={new QueryClient()}>
        {columns.find((c) => c.id === id)!.cell(aFailure(over))}
      </QueryClientProvider>,
    ),
  );

describe('what its messages share', () => {
  test.each<[string, Partial<Failure>, string]>([
    [
      'withheld text goes before all',
      { template: null, locus: { kind: 'any', name: '' } },
      'Text withheld: reading it needs content.read',
    ],
    [
      'the rest says what it is, not its wildcard',
      { template: '<*>', locus: { kind: 'any', name: '' } },
      'Others: more kinds failed than are kept apart',
    ],
    ['nothing was sent', { template: '' }, 'No message was sent'],
    ['words', { template: 'order <num> was not found' }, 'order <num> was not found'],
  ])('%s', (_, over, expected) => {
    expect(messageOf(aFailure(over))).toBe(expected);
  });

  test('a place by its name; several, and one without a name, in words', () => {
    expect(whereOf({ kind: 'tool', name: 'lookup' })).toBe('lookup');
    expect(whereOf({ kind: 'step', name: '' })).toBe('No name told');
    expect(whereOf({ kind: 'any', name: '' })).toBe('Several places');
  });
});

describe('columns', () => {
  test('what nobody told is a dash, and nobody is 0', () => {
    expect(cell('users', { users: null })).toBe('—');
    expect(cell('users', { users: 0 })).toBe('0');
    expect(cell('since', { firstRelease: null })).toBe('—');
    expect(cell('count', { count: 1_234_567 })).toBe('1,234,567');
  });

  test('every class and state has a word of its own', () => {
    for (const known of [classes, failureStates, sorts]) {
      const said = Object.values(known);
      expect(new Set(said).size).toBe(said.length);
    }
    for (const name of Object.keys(classes) as Failure['class'][])
      expect(cell('class', { class: name })).toBe(classes[name]);
  });

  test('the table never scrolls sideways, and a wider one only adds columns', () => {
    const least = (width: string): number => Number(/^(?:minmax\()?(\d+)px/.exec(width)![1]);
    let before: string[] = [];
    for (let px = 404; px < 2000; px += 4) {
      const shown = columns.filter((c) => c.from === undefined || px >= c.from);
      expect([px, shown.reduce((sum, c) => sum + least(c.width), 0) <= px]).toEqual([px, true]);
      const ids = shown.map((c) => c.id);
      expect(before.filter((id) => !ids.includes(id))).toEqual([]);
      before = ids;
    }
    expect(before).toEqual(columns.map((c) => c.id));
  });

  test('two lines of a phone say what, how often, how it stands and where', async () => {
    const html = await drawPart(<TwoLines failure={aFailure({ standing: aStanding({ state: 'muted' }) })} />, me);
    for (const part of ['order <num> was not found', '312', 'Muted', 'Tool error, billing'])
      expect(words(html)).toContain(part);
    expect(defects(html)).toEqual([]);
  });
});

describe('how it stands', () => {
  const draw = async (over: Partial<Failure['standing']>): Promise<string> =>
    words(await drawPart(<Standing of={aStanding(over)} />, me));
  const at = '2026-11-22T09:00:00.000Z';

  test('nothing said: open, nobody has it, and no time', async () => {
    expect(await draw({})).toBe('Open Assigned to nobody');
  });

  test('by the follower it is seen again, not said by a person', async () => {
    const text = await draw({ state: 'regressed', at, byId: 'monitoring.failures', release: '1.4' });
    expect(text).toContain('last in release 1.4');
    expect(text).toContain('seen again');
    expect(text).not.toContain('monitoring.failures');
  });

  test('a time of muting that is over is not told as one', async () => {
    expect(await draw({ state: 'open', at, byId: 'per_1', until: at })).not.toContain('until');
    expect(await draw({ state: 'muted', at, byId: 'per_1', until: '2026-11-29T09:00:00.000Z' })).toContain('until');
  });

  test('a reason is text, whatever is in it', async () => {
    const html = await drawPart(<Standing of={aStanding({ reason: '<img src=x onerror=alert(1)>\u202e' })} />, me);
    expect(html).not.toMatch(/<img|\u202e/);
    expect(words(html)).toContain('<img src=x onerror=alert(1)>');
  });
});

describe('what may be said', () => {
  const verbs = async (over: Partial<Failure['standing']>, answers: Answers = me): Promise<string[]> =>
    names(
      await drawPart(
        <FailureVerbs failure={aFailure({ standing: aStanding(over) })} onDone={() => undefined} />,
        answers,
      ),
      'button',
    );

  test.each([
    ['open', ['Resolve', 'Mute', 'Assign to me']],
    ['regressed', ['Resolve', 'Mute', 'Reopen', 'Assign to me']],
    ['resolved', ['Mute', 'Reopen', 'Assign to me']],
    ['muted', ['Resolve', 'Reopen', 'Assign to me']],
  ] as const)('of one that is %s', async (state, expected) => {
    expect(await verbs({ state })).toEqual(expected);
  });

  test('who has it may leave it; who does not may take it from another', async () => {
    expect(await verbs({ assigneeId: 'per_1' })).toContain('Leave to others');
    expect(await verbs({ assigneeId: 'per_2' })).toContain('Assign to me');
  });

  test('until it is known who one is, nothing is offered to be assigned', async () => {
    expect(await verbs({}, [])).toEqual(['Resolve', 'Mute']);
  });
});

test('an address names only classes and orders there are, and nothing that every object has', () => {
  for (const odd of ['constructor', 'toString', '__proto__', 'TIMEOUT', '', 7, null, ['timeout']])
    expect(readFailuresSearch({ class: odd, standing: odd, by: odd })).toMatchObject({
      ...{ class: undefined, standing: undefined, by: undefined },
    });
  for (const name of Object.keys(classes)) expect(readFailuresSearch({ class: name }).class).toBe(name);
  expect(readFailuresSearch({ agent: 'x'.repeat(401) }).agent).toBeUndefined();
  const once = readFailuresSearch({ class: 'timeout', standing: 'open', by: 'count', agent: 'a', peek: 'fai_1' });
  expect(readFailuresSearch(once)).toEqual(once);
});
