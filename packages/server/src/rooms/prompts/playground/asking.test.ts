import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Content } from '../contract.ts';
import type { Turn } from '../contract-playground.ts';
import { contentOf } from '../world.fixture.ts';
import { fitOf } from './fits-schema.ts';
import type { KeptLane } from './lanes.ts';
import { failureOf, noResult, resultOf } from './model/result.ts';
import { questionOf } from './question.ts';
import { Turnstile } from './turnstile.ts';

const lane = (content: Content, change: Partial<KeptLane> = {}): KeptLane => ({
  ...{ promptId: null, promptName: null, number: null, providerId: 'mpr_1', providerName: 'p', model: 'm-1' },
  ...{ userMessage: null, stream: false, content, sources: {}, ...change },
});
const said = (...given: Parameters<typeof questionOf>) => questionOf(...given).messages;

describe('what is asked', () => {
  test('a text is what a person says; with a message of theirs, the system’s', () => {
    const content = contentOf('Be {{ how }}.');
    expect(said(lane(content), { how: 'brief' }, [])).toEqual([{ role: 'user', content: 'Be brief.' }]);
    expect(said(lane(content, { userMessage: 'Hi {{ how }} {{ more }}' }), { how: 'brief', more: '!' }, [])).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi brief !' },
    ]);
  });

  test('roles of a chat become those of a call; written results of tools answer to none', () => {
    const roles = ['system', 'developer', 'user', 'assistant', 'tool'];
    const content = contentOf(roles.map((role) => ({ role, content: role })));
    expect(said(lane(content), {}, []).map((one) => [one.role, one.content])).toEqual([
      ['system', 'system'],
      ['system', 'developer'],
      ['user', 'user'],
      ['assistant', 'assistant'],
      ['user', 'tool'],
    ]);
  });

  test('a prompt that takes no others gets its own variables alone; what follows it gets all', () => {
    const closed = Content.parse({
      body: 'Hi {{ name }}',
      variables: { type: 'object', properties: { name: { type: 'string' } }, additionalProperties: false },
    });
    const messages = said(lane(closed, { userMessage: '{{ other }}' }), { name: 'Ada', other: 'x' }, []);
    expect(messages.map((one) => one.content)).toEqual(['Hi Ada', 'x']);
    expect(() => said(lane(contentOf('{{ name }}')), { name: 7 }, [])).toThrow('variables differ');
  });

  test('values are never templates, and references are rendered as they stood', () => {
    const content = contentOf('{% prompt "tone@1" %} {{ name }}');
    const messages = said(lane(content, { sources: { 'tone@1': 'Kindly,' } }), { name: '{{ secret }}' }, []);
    expect(messages[0]!.content).toBe('Kindly, {{ secret }}');
  });

  test('what was said since comes after, calls and results in their places', () => {
    const toolCalls = [{ id: 'c1', name: 'find', arguments: '{}' }];
    const turns: Turn[] = [
      { role: 'assistant', text: '', toolCalls },
      { role: 'tool', callId: 'c1', name: 'find', content: 'r' },
    ];
    expect(said(lane(contentOf('Go')), {}, turns).slice(1)).toMatchObject([
      { role: 'assistant', content: '', toolCalls },
      { role: 'tool', callId: 'c1', content: 'r' },
    ]);
  });
});

describe('an answer and its schema', () => {
  const object = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] };
  test.each([
    ['{"n":1}', 'valid', []],
    ['{"n":"1"}', 'invalid', ['n']],
    ['[]', 'invalid', ['']],
    ['{"n":1', 'not_json', []],
    ['', 'not_json', []],
  ] as const)('%s is %s', (text, schema, paths) => {
    const fit = fitOf(object, text);
    expect(fit.schema).toBe(schema);
    expect(fit.schemaErrors.map((one) => one.path)).toEqual(paths);
  });

  test('no schema, or no text, is no question', () => {
    expect([fitOf(null, '{}').schema, fitOf(object, null).schema]).toEqual(['none', 'none']);
  });

  test('a pattern that would take for ever is ended, and said to be', () => {
    const began = performance.now();
    const fit = fitOf({ type: 'string', pattern: '^(a+)+$' }, JSON.stringify(`${'a'.repeat(60)}!`));
    expect(fit).toMatchObject({
      schema: 'invalid',
      schemaErrors: [{ message: expect.stringContaining('cannot be checked') as string }],
    });
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test('a schema that is none is said to be, and at most twenty errors are told', () => {
    expect(fitOf({ $ref: '#/nowhere' }, '{}')).toMatchObject({ schema: 'invalid' });
    expect(
      fitOf({ items: { type: 'number' } }, JSON.stringify(Array.from({ length: 99 }, () => 'x'))).schemaErrors,
    ).toHaveLength(20);
  });
});

test('what is kept of an answer is bounded, and says so', () => {
  const usage = { input: 1, output: 1, cacheRead: null, cacheWrite: null, reasoning: null };
  const answer = {
    refusal: null,
    toolCalls: [],
    finish: 'stop',
    model: 'm',
    usage,
    ms: 1,
    firstMs: null,
    attempts: 1,
  } as const;
  const fit = { object: [1], schema: 'valid', schemaErrors: [] } as const;
  const kept = resultOf({ ...answer, text: 'x'.repeat(40_000) }, { ...fit, schemaErrors: [] }, 0.5);
  expect(kept).toMatchObject({ isCut: true, object: null, schema: 'valid', costUsd: 0.5 });
  expect(kept.text).toHaveLength(32_000);
  expect(resultOf({ ...answer, text: 'short' }, { ...fit, schemaErrors: [] }, null)).toMatchObject({
    isCut: false,
    object: [1],
  });
  const call = { id: 'c', name: 'n', arguments: 'y'.repeat(99_000) };
  const many = resultOf(
    { ...answer, text: null, toolCalls: Array.from({ length: 60 }, () => call) },
    { ...fit, schemaErrors: [] },
    null,
  );
  expect([many.toolCalls.length, many.toolCalls[0]!.arguments.length]).toEqual([50, 32_000]);
  expect(failureOf({ code: 'c', message: 'm' }, 7)).toEqual({ ...noResult, ms: 7, error: { code: 'c', message: 'm' } });
});

test('a turnstile lets in so many for each name, in their order, whatever fails', async () => {
  const names = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.boolean()), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), names, async (most, visits) => {
      const turnstile = new Turnstile(most);
      const inside = new Map<string, number>();
      const order = new Map<string, number[]>();
      const count = (name: string, by: number): number => {
        inside.set(name, (inside.get(name) ?? 0) + by);
        return inside.get(name)!;
      };
      const ended = visits.map(([name, fails], at) =>
        turnstile.pass(name, async () => {
          order.set(name, [...(order.get(name) ?? []), at]);
          expect(count(name, 1)).toBeLessThanOrEqual(most);
          await Promise.resolve();
          count(name, -1);
          if (fails) throw new Error('no');
        }),
      );
      const results = await Promise.allSettled(ended);
      expect(results.map((one) => one.status === 'rejected')).toEqual(visits.map(([, fails]) => fails));
      for (const list of order.values()) expect(list).toEqual(list.toSorted((a, b) => a - b));
    }),
    { numRuns: 50 },
  );
});
