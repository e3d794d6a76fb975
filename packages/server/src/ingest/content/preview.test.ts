import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message, MessagePart } from '../dialects/types.ts';
import { inputPreview, outputPreview } from './preview.ts';

const say = (role: string, ...parts: (string | MessagePart)[]): Message => ({
  role,
  parts: parts.map((part) => (typeof part === 'string' ? { type: 'text', content: part } : part)),
});
const call: MessagePart = { type: 'tool_call', id: 'c1', name: 'find', arguments: { q: 'shoes' } };
const result: MessagePart = { type: 'tool_call_response', id: 'c1', response: { hits: 3 } };
const thought: MessagePart = { type: 'reasoning', content: 'They seem to want shoes.' };

describe('what a person asked', () => {
  it.each<[string, Message[], string]>([
    ['the first words of the user, not the instructions', [say('system', 'Be brief.'), say('user', 'Hi', 'you')], 'Hi'],
    ['the first question of a conversation', [say('user', 'one'), say('assistant', 'x'), say('user', 'two')], 'one'],
    ['an empty text is none', [say('user', ' \n'), say('user', 'two')], 'two'],
    ['without a person, what a tool was called with', [say('assistant', call)], '{"q":"shoes"}'],
    ['nobody’s text is better than none', [say('system', 'Be brief.')], 'Be brief.'],
    ['data as JSON', [say('user', { type: 'data', content: { a: [1] } })], '{"a":[1]}'],
    ['an image alone says nothing', [say('user', { type: 'media', mimeType: 'image/png', bytes: 9, sha256: 'f' })], ''],
    ['nothing at all', [], ''],
  ])('%s', (_what, messages, wanted) => expect(inputPreview(messages)).toBe(wanted));
});

describe('what was answered', () => {
  it.each<[string, Message[], string]>([
    ['the last words of the assistant', [say('assistant', 'let me see'), say('assistant', 'done')], 'done'],
    ['thinking is not answering', [say('assistant', thought, 'Yes.')], 'Yes.'],
    ['a call it asked for', [say('assistant', thought, call)], 'find {"q":"shoes"}'],
    ['what a tool gave', [say('tool', result)], '{"hits":3}'],
    ['words go before a call in an earlier message', [say('assistant', 'wait'), say('assistant', call)], 'wait'],
    ['arguments that were no JSON', [say('assistant', { ...call, arguments: 'raw' })], 'find raw'],
    ['a result that cannot be told', [say('tool', { ...result, response: undefined })], ''],
    ['nothing at all', [], ''],
  ])('%s', (_what, messages, wanted) => expect(outputPreview(messages)).toBe(wanted));
});

describe('on one line of 200 characters', () => {
  const shown = (text: string) => inputPreview([say('user', text)]);
  it('lines and runs of blanks close up', () => {
    expect(shown('  a\r\n\r\nb\t\tc   d e  ')).toBe('a b c d e');
  });

  it('words behind a page of blanks are found', () => {
    expect(shown(`${'\n'.repeat(300)}words`)).toBe('words');
  });

  it('a pair of surrogates is kept whole or left out', () => {
    expect(shown('x'.repeat(199) + '😀')).toBe('x'.repeat(199));
    expect(shown('x'.repeat(198) + '😀!')).toBe(`${'x'.repeat(198)}😀`);
  });

  it('whatever is written: no longer, on one line, well-formed, and a prefix in its words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const line = shown(text);
        expect(line.length).toBeLessThanOrEqual(200);
        expect(line).not.toMatch(/[\n\r\t\v\f]| {2}/);
        expect(line.isWellFormed()).toBe(true);
        const squeezed = (value: string) => value.replaceAll(/\s+/g, '');
        expect(squeezed(text).startsWith(squeezed(line))).toBe(true);
      }),
    );
  });

  it('a megabyte of blanks takes no time', () => {
    const began = performance.now();
    shown(' '.repeat(1 << 20) + 'x');
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
