import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Drain, type Template } from './drain.ts';
import { masked } from './mask.ts';
import { tokensOf, wildcard } from './tokens.ts';

/** Messages in the order in which they come; what stands at the end. */
function grouped(messages: readonly string[]): { templates: Template[]; of: Template[] } {
  const templates: Template[] = [];
  const drain = new Drain<Template>({
    make: (tokens) => {
      const made = { seed: tokens, tokens };
      templates.push(made);
      return made;
    },
    known: [],
    isFull: () => false,
    rest: () => {
      throw new Error('never full');
    },
  });
  return { of: messages.map((message) => drain.place(tokensOf(message)).template), templates };
}

const varying = {
  'an order number': fc.nat().map((n) => `order ${n} was not found`),
  'an uuid': fc.uuid().map((id) => `run ${id} is gone`),
  'a moment': fc
    .date({ min: new Date('2001-01-01'), max: new Date('2039-12-31'), noInvalidDate: true })
    .map((at) => `token expired at ${at.toISOString()}, log in again`),
  'a moment with its offset': fc
    .constantFrom('+01:00', '-0330', 'Z', '')
    .map((by) => `late since 2026-03-29T02:30:00${by}`),
  'an IPv4 address': fc.ipV4().map((ip) => `connect ${ip} refused`),
  'an address and its port': fc
    .tuple(fc.ipV4(), fc.integer({ min: 1, max: 65_535 }))
    .map(([ip, port]) => `connect ${ip}:${port} refused`),
  'an address of a page': fc
    .webUrl({ withQueryParameters: true })
    .map((url) => `GET ${url.replaceAll(/['`)]/g, '')} failed`),
  'a duration': fc
    .tuple(fc.nat(9_999), fc.constantFrom('ms', 's', 'm', 'h'))
    .map(([n, unit]) => `gave up after ${n}${unit}, sorry`),
  'a size': fc
    .tuple(fc.nat(9_999), fc.constantFrom('KB', 'MiB', 'GB', 'b'))
    .map(([n, unit]) => `body of ${n}${unit} is too large`),
  'a share': fc.nat(100).map((n) => `disk at ${n}% of its room`),
  'a negative figure': fc.integer().map((n) => `offset ${n} out of range`),
  'a JSON body': fc
    .dictionary(fc.string({ minLength: 1 }), fc.oneof(fc.string(), fc.integer(), fc.array(fc.string())), { minKeys: 1 })
    .map((body) => `refused ${JSON.stringify(body)} by schema`),
  'a pointer': fc.nat().map((n) => `fault at 0x${n.toString(16)} in pool`),
};

describe('what differs between occurrences leaves one group', () => {
  test.each(Object.entries(varying))('%s', (_, message) => {
    fc.assert(
      fc.property(fc.array(message, { minLength: 2, maxLength: 8 }), (messages) => {
        expect(grouped(messages).templates).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('masks', () => {
  test.each(Object.entries(varying))('%s is masked to the same text, wherever it stands', (name, message) => {
    fc.assert(
      fc.property(message, message, (one, other) => {
        expect(masked(`call: ${one}`)).toBe(masked(`call: ${other}`));
        expect([name, masked(`call: ${one}`)]).not.toEqual([name, `call: ${one}`]);
      }),
      { numRuns: 60 },
    );
  });

  test('no mark of its own inside the text outlives it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(masked(`\ue000${text}\0`)).not.toMatch(/[\ue000\0]/);
      }),
    );
  });

  test('plain words of any script stay as they are', () => {
    const letters = fc.stringMatching(/^[\p{L}]{1,20}$/u);
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 8 }), (words) => {
        expect(masked(words.join(' '))).toBe(words.join(' '));
      }),
    );
  });

  test.each([
    ['a bare brace opens no JSON', 'expected { before body', 'expected { before body'],
    ['an empty object', 'got {} from model', 'got <json> from model'],
    ['quotes inside quotes', String.raw`got {"a":"\"}"} there`, 'got <json> there'],
    ['an escape at the very end', String.raw`got {"a":"\\`, 'got <json>'],
    ['two bodies', 'sent {"a":1} got {"b":2} back', 'sent <json> got <json> back'],
    ['a list of lists', 'rows [[1],["a"]] of 9', 'rows [[<num>],<json>] of <num>'],
    ['a mail address in brackets', 'user <a.b@c.example> unknown', 'user <<email>> unknown'],
    ['an URL in quotes', 'open "https://a.example/x?y=1" failed', 'open "<url>" failed'],
    ['a version', 'needs v1.2.3 of it', 'needs v<num> of it'],
    [
      'a status that is told as one',
      'answered with status 502 for 502 rows',
      'answered with status 502 for <num> rows',
    ],
    ['a time of day alone', 'closed since 23:59', 'closed since <time>'],
    ['no time: a ratio', 'aspect 16:9:4 x', 'aspect <num>:<num>:<num> x'],
  ])('%s', (_, text, expected) => expect(masked(text)).toBe(expected));
});

describe('words', () => {
  test('a message that says it is a template is like itself', () => {
    const text = `${wildcard} ${wildcard} ${wildcard}`;
    expect(tokensOf(text)).not.toContain(wildcard);
    expect(grouped([text, text, text]).templates).toHaveLength(1);
  });

  test('whatever is sent twice, wildcards and marks too, is one group', () => {
    const word = fc.constantFrom(wildcard, '<num>', '<id>', '…', '<', '{"', 'a', '7', '*');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const text = words.join(' ');
        const { of } = grouped([text, text]);
        expect(of[0]).toBe(of[1]);
      }),
    );
  });

  test('no word is half a character, however it is cut', () => {
    fc.assert(
      fc.property(fc.nat(70), fc.constantFrom('😀', '𝒳', '🏳️‍🌈'), (before, wide) => {
        for (const token of tokensOf('x'.repeat(before) + wide.repeat(40))) expect(token.isWellFormed()).toBe(true);
      }),
    );
  });

  test('blanks of any kind and number between words are one', () => {
    const blank = fc.constantFrom(' ', '\t', '\n', '\r\n', '\u00a0', '\u2003', '   ');
    fc.assert(
      fc.property(fc.array(blank, { minLength: 4, maxLength: 4 }), ([a, b, c, d]) => {
        expect(tokensOf(`${a}no${b}answer${c}came${d}`)).toEqual(['no', 'answer', 'came']);
      }),
    );
  });

  test('what differs only beyond the words that are looked at is one failure', () => {
    const begin = Array.from({ length: 48 }, (_, n) => `word${'abcdefgh'[n % 8]}`).join(' ');
    expect(tokensOf(`${begin} tail`)).toEqual(tokensOf(`${begin} other end of it`));
    expect(tokensOf(begin)).not.toEqual(tokensOf(`${begin} tail`));
  });

  test('of a chained traceback the error that was raised last', () => {
    const text = [
      'Traceback (most recent call last):',
      '  File "a.py", line 1, in f',
      'KeyError: 7',
      '',
      'During handling of the above exception, another exception occurred:',
      '',
      'Traceback (most recent call last):',
      '  File "b.py", line 2, in g',
      'ToolError: lookup failed',
      '',
    ].join('\n');
    expect(tokensOf(text)).toEqual(['ToolError:', 'lookup', 'failed']);
  });

  test('a traceback that was cut off before its error still has words', () => {
    const text = `Traceback (most recent call last):\n${'  File "a.py", line 1, in f\n'.repeat(3)}`;
    expect(tokensOf(text).length).toBeGreaterThan(0);
  });
});

describe('groups', () => {
  test('no message is in a group that says a word it does not', () => {
    const word = fc.constantFrom('get', 'put', 'order', 'user', 'from', 'store', 'late', wildcard);
    const message = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 25 }), (messages) => {
        const { of } = grouped(messages);
        for (const [at, text] of messages.entries()) {
          const tokens = tokensOf(text);
          expect(of[at]!.tokens).toHaveLength(tokens.length);
          for (const [n, said] of of[at]!.tokens.entries()) if (said !== wildcard) expect(said).toBe(tokens[n]);
        }
      }),
    );
  });

  test('the rest is asked for only when it is full, and never counted as one of them', () => {
    let asked = 0;
    const rest: Template = { seed: [], tokens: [wildcard] };
    const drain = new Drain<Template>({
      make: (tokens) => ({ seed: tokens, tokens }),
      known: [{ seed: ['known'], tokens: ['known'] }],
      isFull: (held) => held >= 2,
      rest: () => (asked++, rest),
    });
    expect(drain.place(['one']).isNew).toBe(true);
    expect(drain.place(['known'])).toMatchObject({ isNew: false, isWider: false });
    expect(asked).toBe(0);
    for (const word of ['two', 'three', 'two'])
      expect(drain.place([word])).toEqual({ template: rest, isNew: false, isWider: false });
    expect(asked).toBe(3);
    expect(rest.tokens).toEqual([wildcard]);
    expect(drain.place(['one']).template.seed).toEqual(['one']);
  });

  test('a template is said to be wider exactly when it is', () => {
    const drain = new Drain<Template>({
      make: (tokens) => ({ seed: tokens, tokens }),
      known: [],
      isFull: () => false,
      rest: () => ({ seed: [], tokens: [] }),
    });
    const wider = ['user anna is locked', 'user anna is locked', 'user ben is locked', 'user cleo is locked'].map(
      (text) => drain.place(tokensOf(text)).isWider,
    );
    expect(wider).toEqual([false, false, true, false]);
  });
});
