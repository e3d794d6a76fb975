import type { Score } from 'signalbox/contract/monitoring';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { defects, words } from '../../../ui/markup.fixture.ts';
import { ScoreFacts } from './score-facts.tsx';

const score = (over: Partial<Score> = {}): Score => ({
  ...{ id: 's', name: 'helpful', of: 'step', spanId: 'a', dataType: 'numeric', value: 0.9, comment: null },
  ...{ source: 'API', at: '2026-11-22T12:00:00.000Z' },
  ...over,
});
const draw = (...scores: Score[]): string => renderToStaticMarkup(<ScoreFacts scores={scores} />);

test('a score says its name, its value, of what it is and who said it', () => {
  expect(words(draw(score()))).toBe('Scores helpful 0.9 · API');
  const html = draw(
    score({ id: 'a', name: 'resolved', dataType: 'boolean', value: false, of: 'run', spanId: null }),
    score({ id: 'b', name: 'csat', dataType: 'categorical', value: 'happy', of: 'conversation', comment: 'said so' }),
  );
  expect(words(html)).toBe('Scores resolved no · of the run · API csat happy · of the conversation · API said so');
  expect(defects(html)).toEqual([]);
});

test('what may not be read is a dash; 0 is a value; nothing at all is nothing', () => {
  expect(words(draw(score({ dataType: 'text', value: null })))).toContain('helpful —');
  expect(words(draw(score({ value: 0 })))).toContain('helpful 0');
  expect(draw()).toBe('');
});

test('words of a score are text, whatever they hold', () => {
  const html = draw(
    score({ name: '<b>x</b>', dataType: 'text', value: '<img src=x onerror=alert(1)>', comment: 'a\u202eb' }),
  );
  expect(html).not.toMatch(/<img|<b>/);
  expect(html).not.toContain('\u202e');
});
