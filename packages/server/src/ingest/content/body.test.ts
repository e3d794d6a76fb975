import { describe, expect, it } from 'vitest';
import type { Message, MessagePart } from '../dialects/types.ts';
import type { Met } from '../scrub/clean.ts';
import { messageBody, toolsBody } from './body.ts';

const secret = `sk-ant-api03-${'aB3x'.repeat(24)}`;
function body(role: string, parts: readonly MessagePart[], rest: Partial<Message> = {}) {
  const met: Met = new Set();
  return { ...messageBody({ role, parts, ...rest }, met), marks: [...met] };
}

describe('a message as it is stored', () => {
  it('is the same body whatever order its values were sent in, and whether or not it says why it ended', () => {
    const call = (args: object): MessagePart => ({ type: 'tool_call', id: 'c', name: 'f', arguments: args });
    const one = body('assistant', [call({ b: { d: 1, c: 2 }, a: 3 })], { finishReason: 'tool_call' });
    const two = body('assistant', [call({ a: 3, b: { c: 2, d: 1 } })]);
    expect(one.json).toBe(two.json);
    expect(one.json).toBe(
      '{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"f","arguments":{"a":3,"b":{"c":2,"d":1}}}]}',
    );
    expect(one.message.finishReason).toBeUndefined();
  });

  it('keeps the order of lists: that is content', () => {
    const data = (content: unknown) => body('user', [{ type: 'data', content }]).json;
    expect(data([2, 1])).not.toBe(data([1, 2]));
  });

  it.each<[string, MessagePart]>([
    ['a text', { type: 'text', content: `key ${secret}` }],
    ['a thought', { type: 'reasoning', content: `key ${secret}` }],
    ['an argument', { type: 'tool_call', id: null, name: 'f', arguments: { note: secret } }],
    ['the name of a tool', { type: 'tool_call', id: null, name: secret, arguments: null }],
    ['the id of a call', { type: 'tool_call', id: secret, name: 'f', arguments: null }],
    ['a result', { type: 'tool_call_response', id: null, response: [{ deep: [secret] }] }],
    ['the name of a result', { type: 'tool_call_response', id: null, name: secret, response: null }],
    ['the id of a result', { type: 'tool_call_response', id: secret, response: null }],
    ['a type of media', { type: 'media', mimeType: secret, bytes: 1, sha256: 'f' }],
    ['data', { type: 'data', content: { [secret]: 1 } }],
  ])('holds no secret in %s', (_where, part) => {
    const { json, marks } = body('user', [part]);
    expect(json).not.toContain('sk-ant');
    expect(marks).toContain('secret');
  });

  it('holds no secret as a role, and no half a character', () => {
    expect(body(secret, [{ type: 'text', content: 'x' }]).json).not.toContain('sk-ant');
    expect(body('user', [{ type: 'text', content: 'a\ud800b' }]).json).toBe(
      '{"role":"user","parts":[{"type":"text","content":"a\ufffdb"}]}',
    );
  });

  it('tells media by type, size and hash, and is marked', () => {
    const part: MessagePart = { type: 'media', mimeType: null, bytes: 9, sha256: 'ab' };
    expect(body('user', [part])).toMatchObject({
      json: '{"role":"user","parts":[{"type":"media","mimeType":null,"bytes":9,"sha256":"ab"}]}',
      marks: ['media'],
    });
  });

  it('a name that is absent is not stored as null: the body would be another', () => {
    const answer: MessagePart = { type: 'tool_call_response', id: 'c', response: 1 };
    expect(body('tool', [answer]).json).toBe(
      '{"role":"tool","parts":[{"type":"tool_call_response","id":"c","response":1}]}',
    );
  });
});

describe('definitions of tools', () => {
  it('keep the properties of their schemas, whatever they are called', () => {
    const met: Met = new Set();
    const properties = { password: { type: 'string' }, api_key: { type: 'string' }, token: { type: 'string' } };
    const json = toolsBody([{ name: 'sign_in', parameters: { type: 'object', properties } }], met);
    expect(JSON.parse(json)).toEqual([{ name: 'sign_in', parameters: { type: 'object', properties } }]);
    expect([...met]).toEqual([]);
  });

  it('lose a secret that stands in one', () => {
    const met: Met = new Set();
    expect(toolsBody([{ name: 'f', description: `Use ${secret}` }], met)).not.toContain('sk-ant');
    expect([...met]).toEqual(['secret']);
  });
});
