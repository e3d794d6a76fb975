import { describe, expect, test } from 'vitest';
import { attributesOf, logWith, spanWith } from '../map/span.fixture.ts';
import { maskLog, maskSpan } from './mask.ts';

const valueOf = (value: Parameters<typeof attributesOf>[0][string], name = 'x'): unknown =>
  maskSpan(spanWith({ [name]: value })).attributes.get(name);

describe('maskSpan', () => {
  test('leaves a span without personal data the same object, resource and all', () => {
    const span = spanWith({ 'gen_ai.request.model': 'm-1', n: 812n, list: ['a', 1, { b: null }], yes: true });
    expect(maskSpan(span)).toBe(span);
  });

  test('reaches names, messages, events, links and the resource; the resource once', () => {
    const mail = 'x@y.example';
    const span = spanWith(
      { a: mail },
      {
        name: `mail ${mail}`,
        statusMessage: `no such user ${mail}`,
        events: [{ timeNs: 1n, name: `to ${mail}`, attributes: attributesOf({ 'exception.message': mail }) }],
        links: [{ traceId: 't', spanId: 's', attributes: attributesOf({ a: mail }) }],
        resource: { attributes: attributesOf({ owner: mail }) },
      },
    );
    const shown = (value: unknown): string =>
      JSON.stringify(value, (_, inner) =>
        inner instanceof Map ? [...inner] : typeof inner === 'bigint' ? String(inner) : (inner as unknown),
      );
    const masked = maskSpan(span);
    expect(shown(masked)).not.toContain(mail);
    expect(shown(masked).match(/\[masked:email\]/g)).toHaveLength(7);
    expect(shown(span)).toContain(mail);
    expect(maskSpan({ ...span, name: 'other' }).resource).toBe(masked.resource);
  });

  test('masks value by value inside JSON texts, also texts in texts and numbers, and leaves them JSON', () => {
    const inner = JSON.stringify({ to: 'x@y.example', card: 4111111111111111, n: 3 });
    const sent = JSON.stringify([{ role: 'user', parts: [{ type: 'tool_call', arguments: inner }] }]);
    const [message] = JSON.parse(valueOf(sent) as string) as [{ parts: [{ arguments: string }] }];
    expect(JSON.parse(message.parts[0].arguments)).toEqual({ to: '[masked:email]', card: '[masked:card]', n: 3 });
    expect(JSON.parse(valueOf('"a\\u0040b.example"') as string)).toBe('[masked:email]');
  });

  test('masks JSON that was cut, and what only looks like it', () => {
    expect(valueOf('{"to":"x@y.example","text":"and th')).toBe('{"to":"[masked:email]","text":"and th');
    expect(valueOf('[see x@y.example]')).toBe('[see [masked:email]]');
  });

  test('masks what its field names, and leaves descriptions of such fields', () => {
    expect(valueOf(5551234567n, 'customer.phone')).toBe('[masked:field]');
    expect(valueOf({ email: 'odd form at 7', a: { phone: 'none' } })).toEqual({
      email: '[masked:field]',
      a: { phone: 'none' },
    });
    const schema = '{"properties":{"email":{"type":"string"},"iban":{"maxLength":34}}}';
    expect(valueOf(schema)).toBe(schema);
  });

  test('never throws: depth, prototypes, bytes, odd numbers', () => {
    expect(valueOf(`${'['.repeat(5_000)}"a@b.example"${']'.repeat(5_000)}`)).not.toContain('a@b.example');
    expect(valueOf('{"__proto__":{"x":"a@b.example"}}')).toBe('{"__proto__":{"x":"[masked:email]"}}');
    const bytes = new Uint8Array([64, 64]);
    expect(valueOf(bytes)).toBe(bytes);
    expect(valueOf(Number.NaN)).toBeNaN();
    expect(valueOf(4111111111111111)).toBe('[masked:card]');
  });
});

test('maskLog reaches the body, in text and in structure', () => {
  expect(maskLog(logWith({ body: { content: 'x@y.example' } })).body).toEqual({ content: '[masked:email]' });
  expect(maskLog(logWith({ body: 'x@y.example' })).body).toBe('[masked:email]');
  const log = logWith({ body: 'fine' });
  expect(maskLog(log)).toBe(log);
});
