import { readdirSync, readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { byRole, defects, names, words } from './markup.fixture.ts';
import { Specimen } from './specimen.tsx';

const html = renderToStaticMarkup(<Specimen />);

test('the specimen page shows each part of the kit', () => {
  const source = readdirSync(import.meta.dirname).filter((f) => /^specimen.*\.tsx$/.test(f) && !f.includes('.test.'));
  const used = source.map((f) => readFileSync(`${import.meta.dirname}/${f}`, 'utf8')).join();
  // A dialog, drawn over the page; the browser tests open it.
  const elsewhere = [
    'keys-dialog.tsx',
    'confirm-verb.tsx',
    'modal.tsx',
    'undo-bar.tsx',
    'icons.tsx',
    'fold.tsx',
    'message-view.tsx',
    'message-part.tsx',
    'definition.tsx',
    // Loaded by the parts they belong to.
    'on-press.tsx',
    'opened-menu.tsx',
    'suggesting-input.tsx',
  ];
  const parts = readdirSync(import.meta.dirname).filter(
    (f) => f.endsWith('.tsx') && !/\.(test|fixture)\./.test(f) && !f.startsWith('specimen') && !elsewhere.includes(f),
  );
  expect(parts.length).toBeGreaterThan(15);
  expect(parts.filter((f) => !used.includes(`./${f}'`))).toEqual([]);
});

test('each state is there: full, empty, loading, broken, unknown, long, hostile', () => {
  for (const title of ['Loading', 'Empty', 'Broken', 'Hostile text', 'Figures: full, unknown, long'])
    expect(names(html, 'heading')).toContain(title);
  expect(words(html)).toContain('No steps have arrived yet');
  expect(byRole(html, 'status').some((s) => s.name === 'Loading')).toBe(true);
  expect(byRole(html, 'alert')).toHaveLength(1);
});

test('nothing on it that an accessibility check would name', () => {
  expect(defects(html)).toEqual([]);
});

test('unknown is drawn as a dash, hostile characters are named', () => {
  expect(words(html)).toContain('Cost, USD — not reported by the client');
  expect(words(html)).toContain('U+202E');
  expect(words(html)).toContain('6 hidden characters');
  expect(html).not.toContain('\u202e');
});
