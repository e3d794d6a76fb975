import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JsonValue } from '../contract.ts';
import { renderContent } from './render.ts';

/** What SDKs in all languages are held to. */
const subset = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../../../test/fixtures/liquid-subset.json'), 'utf8'),
) as { values: { [name: string]: JsonValue }; texts: Record<string, string>; cases: [string, string | null][] };

test('what SDKs must render is what is rendered here', () => {
  const texts = new Map(Object.entries(subset.texts));
  const rendered = (template: string): unknown => {
    try {
      return renderContent({ body: template, variables: { type: 'object' } }, texts, subset.values);
    } catch {
      return null;
    }
  };
  const made = subset.cases.map(([template]) => [template, rendered(template)]);
  expect(made).toEqual(subset.cases);
  expect(made.filter(([, text]) => text !== null).length).toBeGreaterThan(800);
});
