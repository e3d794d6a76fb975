import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventReader, type ServerEvent } from './events.ts';

const all = (text: string): ServerEvent[] => eventReader()(text);

test('name and data of each event', () => {
  expect(all('retry: 1000\n\nid: 7\nevent: delivery\ndata: {"a":1}\n\n')).toEqual([
    { event: 'delivery', data: '{"a":1}' },
  ]);
  expect(all('data:one\ndata: two\n\n')).toEqual([{ event: 'message', data: 'one\ntwo' }]);
  expect(all('data:  two blanks\n\n')).toEqual([{ event: 'message', data: ' two blanks' }]);
});

test('what keeps the line open is no event', () => {
  expect(all(': still here\n\n')).toEqual([]);
  expect(all('event: delivery\n\n')).toEqual([]);
});

test('an event that is not whole waits for the rest', () => {
  const read = eventReader();
  expect(read('event: delivery\ndata: {"a"')).toEqual([]);
  expect(read(':1}\n')).toEqual([]);
  expect(read('\n')).toEqual([{ event: 'delivery', data: '{"a":1}' }]);
  expect(read('')).toEqual([]);
});

test('lines end as the server likes', () => {
  for (const end of ['\n', '\r\n', '\r'])
    expect(all(['event: delivery', 'data: x', '', 'data: y', '', ''].join(end) + (end === '\r' ? ' ' : ''))).toEqual([
      { event: 'delivery', data: 'x' },
      { event: 'message', data: 'y' },
    ]);
});

test('wherever the network cuts, the same events come out', () => {
  const text =
    'retry: 1\n\nevent: delivery\ndata: {"a":"é"}\n\n: here\n\nevent: delivery\r\ndata: two\r\n\r\ndata: three\n\n';
  const whole = all(text);
  expect(whole).toHaveLength(3);
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
      const read = eventReader();
      const places = [0, ...cuts.sort((a, b) => a - b), text.length];
      const events = places.slice(1).flatMap((end, n) => read(text.slice(places[n], end)));
      expect(events).toEqual(whole);
    }),
  );
});
