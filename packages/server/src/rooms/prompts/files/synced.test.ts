import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Content } from '../contract.ts';
import { digestOf } from '../digest.ts';
import { kindOf } from '../model/body.ts';
import { readDocument, writeSynced } from './document.ts';
import { isUnread } from './item.ts';

/** Texts as people write them, with what YAML and front matter could trip over. */
const odd = fc.constantFrom(
  '---',
  '---\n',
  ' a',
  'a ',
  '\n\n',
  '# no',
  ': [',
  '{{ x }}',
  '{% if x %}y{% endif %}',
  'ä\u2028',
  '\t',
  '"',
  "'",
  'null',
  '1e3',
  '- a',
);
const text = fc
  .array(fc.oneof(odd, fc.string({ maxLength: 12 })), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join('').replaceAll('\r', ''));
const json = fc.jsonValue({ maxDepth: 2 });
const settings = fc.record({
  models: fc.array(fc.string({ minLength: 1, maxLength: 9 }), { maxLength: 2 }),
  parameters: fc.dictionary(fc.string({ maxLength: 6 }), json, { maxKeys: 3 }),
});
const message = fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content: text });
const content = fc.record({ body: fc.oneof(text, fc.array(message, { minLength: 1, maxLength: 4 })), settings });

describe('a file of a sync', () => {
  test('read again is the same version, whatever its text', () => {
    fc.assert(
      fc.property(content, (raw) => {
        const parsed = Content.safeParse(raw);
        fc.pre(parsed.success);
        const written = writeSynced({ name: 'a', folder: '', tags: ['t'], content: parsed.data! });
        const item = readDocument(written);
        if (isUnread(item)) throw new Error(`${item.problem}\n${written.text}`);
        const kind = kindOf(parsed.data!.body);
        expect(digestOf(kindOf(item.content.body), item.content)).toBe(digestOf(kind, parsed.data!));
      }),
      { numRuns: 300 },
    );
  });

  test('does not change where only labels, numbers or folders do', () => {
    const of = (folder: string): string =>
      writeSynced({ name: 'refund', folder, tags: ['a'], content: Content.parse({ body: 'Hi' }) }).text;
    expect(of('support')).toBe(of('support/eu'));
    expect(of('support')).not.toMatch(/label|version|message|folder/);
    expect(of('support')).toMatch(/^---\nname: refund\ntags:\n/);
  });

  test('stands where its folder says; a name that is a path already is one', () => {
    const path = (name: string, folder: string, body: unknown = 'Hi'): string =>
      writeSynced({ name, folder, tags: [], content: Content.parse({ body }) }).path;
    expect(path('refund', '')).toBe('refund.md');
    expect(path('refund', 'eu')).toBe('eu/refund.md');
    expect(path('eu/refund', 'eu')).toBe('eu/refund.md');
    expect(path('a:b', '')).toBe('a-b.md');
    expect(path('chat', 'eu', [{ role: 'user', content: 'Hi' }])).toBe('eu/chat.yaml');
  });
});
