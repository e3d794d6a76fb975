import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Check } from './check.tsx';
import { Labelled } from './labelled.tsx';
import { byRole, defects, names, nodesOf, parse, textOf, words } from './markup.fixture.ts';
import { Part } from './part.tsx';
import { RiskMark } from './risk-mark.tsx';
import { TextArea } from './text-area.tsx';

const nothing = (): void => undefined;
const draw = renderToStaticMarkup;

describe('a check', () => {
  const input = (html: string) => nodesOf(parse(html)).find((node) => node.tag === 'input')!;

  test('is named, and says whether it is set', () => {
    const [on, off] = [true, false].map((checked) =>
      draw(<Check label="Choose" checked={checked} onChange={nothing} />),
    );
    expect([input(on!).attrs['aria-label'], input(on!).attrs['type']]).toEqual(['Choose', 'checkbox']);
    expect(on).toContain('checked');
    expect(off).not.toContain('checked');
    expect(defects(on!)).toEqual([]);
  });

  test('has room for a thumb', () => {
    expect(draw(<Check label="x" checked={false} onChange={nothing} />)).toMatch(/<label class="[^"]*size-11/);
  });
});

describe('a control with its name beside it', () => {
  test('is named once for readers: the word beside it is for eyes', () => {
    const html = draw(
      <Labelled label="Release">
        <button type="button" aria-label="Release">
          1.4.0
        </button>
      </Labelled>,
    );
    expect(names(html, 'button')).toEqual(['Release']);
    const word = nodesOf(parse(html)).find((node) => textOf(node) === 'Release' && node.tag === 'span')!;
    expect(word.attrs['aria-hidden']).toBe('true');
  });
});

describe('a part of a page', () => {
  test('is a region under its heading, with what can be done at its right', () => {
    const html = draw(
      <Part title="About" end={<button type="button">Describe</button>}>
        <p>Text</p>
      </Part>,
    );
    expect(names(html, 'heading')).toEqual(['About']);
    expect(nodesOf(parse(html))[0]!.attrs['aria-label']).toBe('About');
    expect(words(html)).toBe('About Describe Text');
  });

  test('needs nothing at its right', () => {
    expect(words(draw(<Part title="About">Text</Part>))).toBe('About Text');
  });
});

describe('how risky', () => {
  const levels = ['low', 'medium', 'high'] as const;

  test('reads without colour: each has a shape of its own', () => {
    const shapes = levels.map((level) =>
      draw(<RiskMark level={level} word={false} />)
        .replace(/text-\w+/g, '')
        .replace(/aria-label="[^"]*"/, ''),
    );
    expect(new Set(shapes).size).toBe(3);
    expect(shapes.map((shape) => shape.match(/fill="currentColor"/g)!.length)).toEqual([1, 2, 3]);
  });

  test('is said once: by a word, or by the shape where there is none', () => {
    for (const level of levels) {
      const [worded, bare] = [true, false].map((word) => draw(<RiskMark level={level} word={word} />));
      const said = `${level[0]!.toUpperCase()}${level.slice(1)} risk`;
      expect(words(worded!)).toBe(said);
      expect(byRole(worded!, 'img')).toEqual([]);
      expect(names(bare!, 'img')).toEqual([said]);
      expect(words(bare!)).toBe('');
    }
  });

  test('low is not coloured: normal is grey', () => {
    expect(levels.map((level) => /text-(\w+)/.exec(draw(<RiskMark level={level} />))![1])).toEqual([
      ...['muted', 'caution', 'danger'],
    ]);
  });
});

describe('a text of several lines', () => {
  const area = (html: string) => nodesOf(parse(html)).find((node) => node.tag === 'textarea')!;

  test('is named by its label and described by its hint', () => {
    const html = draw(<TextArea label="Why" hint="Kept in the ledger" defaultValue="a" />);
    const label = nodesOf(parse(html)).find((node) => node.tag === 'label')!;
    expect(label.attrs['for']).toBe(area(html).attrs['id']);
    expect(textOf(label)).toBe('Why');
    const hint = nodesOf(parse(html)).find((node) => node.attrs['id'] === area(html).attrs['aria-describedby'])!;
    expect(textOf(hint)).toBe('Kept in the ledger');
    expect(defects(html)).toEqual([]);
  });

  test('without a hint refers to none', () => {
    expect(area(draw(<TextArea label="Why" defaultValue="" />)).attrs['aria-describedby']).toBeUndefined();
  });

  test('holds hostile text as text', () => {
    const html = draw(<TextArea label="Why" defaultValue={'</textarea><script>alert(1)</script>'} />);
    expect(html).not.toContain('<script>');
  });
});
