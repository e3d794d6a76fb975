import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anAnswer, columnsOf } from './answer.fixture.ts';
import { csvOf } from './csv.ts';

const { agent, runs, rate, cost } = columnsOf;
const one = (name: string): string => csvOf(anAnswer({ columns: [agent, runs], rows: [[name, 1]] })).split('\r\n')[1]!;

/** A reader as RFC 4180 has it. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const hit of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(hit[1] === undefined ? hit[2]! : hit[1].replaceAll('""', '"'));
    if (hit[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe('what a spreadsheet would run', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=HYPERLINK("http://x","y")'])(
    '%j stays text',
    (name) => {
      const [, row] = cellsOf(csvOf(anAnswer({ columns: [agent, runs], rows: [[name, 1]] })));
      expect(row).toEqual([`'${name}`, '1']);
    },
  );
  test('is no figure below 0, and no sign within a name', () => {
    const text = csvOf(anAnswer({ columns: [agent, cost], rows: [['a=b-c@d', -0.5]] }));
    expect(text).toContain('a=b-c@d,-0.5\r\n');
  });
});

describe('a cell', () => {
  test.each([
    ['a,b', '"a,b",1'],
    ['"', '"""",1'],
    ['two\nlines', '"two\nlines",1'],
    [' spaces ', ' spaces ,1'],
    ['長い 🚦', '長い 🚦,1'],
    ['', ',1'],
  ])('%j is written %j', (name, text) => {
    expect(one(name)).toBe(text.split('\r\n')[0]);
  });
  test('of what is unknown is empty, of 0 it is 0', () => {
    const rows = [
      [null, null, 0],
      ['a', 0, null],
    ];
    expect(csvOf(anAnswer({ columns: [agent, runs, rate], rows }))).toBe(
      'agent,runs,completion_rate_ratio\r\n,,0\r\na,0,\r\n',
    );
  });
  test('of a figure has all its digits, and no signs between thousands', () => {
    const rows = [['a', 1_234_567.890_123, 1e-7]];
    expect(csvOf(anAnswer({ columns: [agent, runs, cost], rows }))).toContain('a,1234567.890123,1e-7');
  });
});

describe('a file', () => {
  test('of no rows is its head; a head says its unit once', () => {
    expect(csvOf(anAnswer({ columns: [agent, runs, cost] }))).toBe('agent,runs,cost_usd\r\n');
  });
  test('says of folded rows that they are the others, in each dimension and in nothing else', () => {
    const model = { ...agent, id: 'model' };
    const answer = anAnswer({ columns: [agent, model, runs], rows: [['x', 'y', 5]], folded: [0] });
    expect(csvOf(answer)).toContain('\r\nothers,others,5\r\n');
  });
  test('reads back as it was, whatever agents are called', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 20 });
    const figure = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
    fc.assert(
      fc.property(fc.array(fc.tuple(name, figure), { maxLength: 8 }), (rows) => {
        const cells = cellsOf(csvOf(anAnswer({ columns: [agent, cost], rows })));
        expect(cells).toHaveLength(rows.length + 1);
        rows.forEach(([text, value], n) => {
          const [read, measured] = cells[n + 1]!;
          expect([text, `'${text}`]).toContain(read);
          expect(measured === '' ? null : Number(measured)).toEqual(value === null ? null : value + 0);
        });
      }),
    );
  });
});
