import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aRelease } from './release.fixture.ts';
import { beyondFields, draftOf, slotsOf, typed, valueOf } from './release-draft.ts';

const everything = {
  prompts: [
    {
      ...{
        slot: 'system',
        prompt: 'clerk/system',
        version: 3,
        digest: `sha256:${'b'.repeat(64)}`,
        label: 'production',
      },
      references: [{ reference: 'tone@1', prompt: 'tone', version: 1, digest: `sha256:${'c'.repeat(64)}` }],
    },
  ],
  model: { provider: 'openai', name: 'gpt-5', parameters: { temperature: 0.2, stop: ['x'], seed: '7', user: 'a' } },
  tools: [
    { name: 'look', schemaHash: 'a'.repeat(64) },
    {
      ...{ name: 'issue_refund', schemaHash: 'a'.repeat(64), description: 'Pays back' },
      effect: {
        ...{ kind: 'reversible', undo: 'take_back', subject: { in: 'result', path: 'order.id' } },
        amount: { in: 'arguments', path: 'order.amount', currency: 'EUR' },
      },
    },
  ],
  mcpServers: [{ name: 'crm', url: 'https://crm.example.com', version: '2', schemaHash: 'b'.repeat(64) }],
  policies: [
    { name: 'limits', version: 3 },
    { name: 'tone', version: '3' },
  ],
  evaluators: [{ name: 'tone', version: 'v1' }],
  gates: [{ name: 'tone', minimum: 0.8 }, { name: 'free' }],
  code: { repository: 'https://git.example/clerk', commit: '9f1c2ab', image: 'clerk@sha256:1' },
  knowledge: [{ name: 'faq', version: '1', digest: 'x' }],
  settings: { locale: 'de', retries: 2, none: null, text: '2', empty: '' },
  notes: 'Ask Bo.',
};

describe('a manifest in fields', () => {
  test('comes back as it was, every slot', () => {
    expect(slotsOf(draftOf(everything))).toEqual(everything);
    expect(beyondFields(everything)).toEqual([]);
    const { schema: _, ...slots } = aRelease().manifest;
    expect(slotsOf(draftOf(slots))).toEqual(slots);
  });

  test('nothing typed is nothing', () => {
    expect(slotsOf(draftOf({}))).toEqual({});
    expect(beyondFields({ tools: [], settings: {} })).toEqual([]);
  });

  test('any value of settings and parameters comes back, whatever it looks like', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), value), (settings) => {
        const wanted = JSON.parse(JSON.stringify({ settings })) as { settings: object };
        const empty = Object.keys(wanted.settings).length === 0;
        expect(slotsOf(draftOf(wanted))).toEqual(empty ? {} : wanted);
      }),
    );
  });

  test('an unfinished line stays, so that the server can say what it lacks; of a setting without a name nothing is sent', () => {
    const draft = draftOf({});
    expect(slotsOf({ ...draft, tools: [{ name: 'look' }], settings: [{ value: '3' }] })).toEqual({
      tools: [{ name: 'look' }],
    });
  });

  test('an effect without a kind is unknown, and what was said of it waits', () => {
    const row = { name: 'pay', schemaHash: 'a', amountPath: 'amount', currency: 'EUR' };
    const draft = draftOf({});
    expect(slotsOf({ ...draft, tools: [row] })).toEqual({ tools: [{ name: 'pay', schemaHash: 'a' }] });
    expect(slotsOf({ ...draft, tools: [{ ...row, effect: 'irreversible' }] })['tools']).toMatchObject([
      { effect: { kind: 'irreversible', amount: { in: 'arguments', path: 'amount', currency: 'EUR' } } },
    ]);
  });
});

describe('what fields cannot show is named, and kept as JSON', () => {
  test.each([
    [{ tools: 5 }, ['tools']],
    [{ tools: [1] }, ['tools']],
    [{ unheard: { of: 1 } }, ['unheard']],
    [{ model: { name: 'a', extra: 1 } }, ['model']],
    [{ gates: [{ name: 'a', minimum: 1, more: 2 }], notes: 'x' }, ['gates']],
    [{ notes: 5 }, ['notes']],
    [{ model: { name: 'b', provider: 'a' } }, []],
  ])('%j: %j', (slots, said) => expect(beyondFields(slots)).toEqual(said));

  test('no JSON whatever breaks the fields', () => {
    const names = fc.constantFrom(...Object.keys(everything));
    fc.assert(
      fc.property(fc.dictionary(names, fc.jsonValue()), (slots) => {
        expect(() => slotsOf(draftOf(slots))).not.toThrow();
        expect(() => beyondFields(slots)).not.toThrow();
      }),
    );
  });
});

test.each([
  ['0.2', 0.2],
  ['true', true],
  ['null', null],
  ['"3"', '3'],
  ['gpt', 'gpt'],
  ['', ''],
  ['{"a":1}', { a: 1 }],
])('%s is read as %j, and written so again', (text, value) => {
  expect(valueOf(text)).toEqual(value);
  expect(typed(value)).toBe(text);
});
