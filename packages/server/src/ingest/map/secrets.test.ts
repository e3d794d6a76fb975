import { describe, expect, it } from 'vitest';
import type { Mark } from '../rows.ts';
import { attributesOf, type Given, mapped, mappedLog } from './span.fixture.ts';

const tail = 'Zq8Wm3Xv7Tb2Yn6Rk4Jd9Hs5';
/** One of each kind, built at run time; all hold `tail`, which must be found nowhere. */
const secrets: Record<string, string> = {
  openai: `sk-proj-${tail}`,
  anthropic: `sk-ant-api03-${tail}`,
  github: `ghp_${tail}`,
  githubFine: `github_pat_${tail}`,
  google: `AIza${tail}0123456`,
  slack: `xoxb-${'1234567890'}-${tail}`,
  stripe: `sk_live_${tail}`,
  signalbox: `sbx_0192f0_${tail}`,
  jwt: `eyJhbGciOiJub25lIn0.eyJzdWIi.${tail}`,
  pem: `-----BEGIN EC PRIVATE KEY-----\n${tail}\n-----END EC PRIVATE KEY-----`,
  bearer: `Bearer ${tail}`,
  url: `https://user:${tail}@db.test/`,
};
const aws = `AKIA${'ZQ8WM3XV7TB2YN6R'}`;

/** All that would be written of a span or record, as text. */
const written = (rows: object): string =>
  JSON.stringify(rows, (_, value: unknown) =>
    value instanceof Map ? [...value] : typeof value === 'bigint' ? value.toString() : value,
  );

const message = (text: string): string =>
  JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: `see ${text}` }] }]);
const call = (text: string): Given => ({
  'gen_ai.operation.name': 'execute_tool',
  'gen_ai.tool.name': 't',
  'gen_ai.tool.call.arguments': JSON.stringify({ deep: [{ note: text }] }),
});

/** Every place of a span that takes text. */
const places: Record<string, (secret: string) => { row: { marks: readonly Mark[] } }> = {
  'attribute value': (secret) => mapped({ note: `x ${secret} y` }),
  'attribute key': (secret) => mapped({ [`note ${secret}`]: 'x' }),
  'attribute list': (secret) => mapped({ list: ['a', secret] }),
  'attribute map': (secret) => mapped({ map: { a: { b: secret } } }),
  'attribute with JSON text': (secret) => mapped({ json: JSON.stringify({ text: `line\n${secret}` }) }),
  resource: (secret) => mapped({}, { resource: { attributes: attributesOf({ 'service.name': 's', env: secret }) } }),
  'service name': (secret) => mapped({}, { resource: { attributes: attributesOf({ 'service.name': secret }) } }),
  scope: (secret) => mapped({}, { scope: { name: secret, version: '1', attributes: new Map() } }),
  name: (secret) => mapped({}, { name: `call ${secret}` }),
  'status message': (secret) => mapped({}, { statusCode: 2, statusMessage: `401 for ${secret}` }),
  'exception event': (secret) =>
    mapped(
      {},
      {
        statusCode: 2,
        events: [
          {
            timeNs: 1n,
            name: 'exception',
            attributes: attributesOf({ 'exception.message': secret, 'exception.stacktrace': secret }),
          },
        ],
      },
    ),
  'event name': (secret) => mapped({}, { events: [{ timeNs: 1n, name: secret, attributes: new Map() }] }),
  link: (secret) => mapped({}, { links: [{ traceId: 'a', spanId: 'b', attributes: attributesOf({ note: secret }) }] }),
  'trace state': (secret) => mapped({}, { traceState: `v=${secret}` }),
  'agent, user, conversation': (secret) =>
    mapped({ 'gen_ai.agent.name': secret, 'user.id': secret, 'session.id': secret, 'gen_ai.request.model': secret }),
  tags: (secret) => mapped({ 'openinference.span.kind': 'CHAIN', 'tag.tags': [secret] }),
  message: (secret) =>
    mapped({
      'gen_ai.operation.name': 'chat',
      'gen_ai.input.messages': message(secret),
      'gen_ai.output.messages': message(secret),
    }),
  'message that is cut JSON': (secret) =>
    mapped({ 'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': message(secret).slice(0, -3) }),
  'system instructions': (secret) => mapped({ 'gen_ai.operation.name': 'chat', 'gen_ai.system_instructions': secret }),
  'tool arguments': (secret) => mapped(call(secret)),
  'tool definitions': (secret) =>
    mapped({
      'gen_ai.operation.name': 'chat',
      'gen_ai.tool.definitions': JSON.stringify([{ name: 'f', default: secret }]),
    }),
  'flattened message': (secret) =>
    mapped({
      'openinference.span.kind': 'LLM',
      'llm.input_messages.0.message.content': secret,
      'input.value': secret,
      'llm.invocation_parameters': JSON.stringify({ key: secret }),
    }),
  'AI SDK prompt': (secret) =>
    mapped({
      'ai.operationId': 'ai.generateText',
      'ai.prompt': JSON.stringify({ prompt: secret }),
      'ai.response.text': secret,
    }),
  'log body': (secret) => mappedLog({ body: `said ${secret}` }),
  'log body of structure': (secret) => mappedLog({ body: { a: [secret] } }),
  'log attribute': (secret) => mappedLog({ given: { a: secret } }),
  'log name': (secret) => mappedLog({ eventName: secret, severityText: secret }),
  'log message': (secret) => mappedLog({ eventName: 'gen_ai.user.message', body: { content: secret } }),
};

describe.each(Object.entries(places))('a secret in %s', (_, place) => {
  it.each(Object.entries(secrets))('%s is in no row', (_kind, secret) => {
    const rows = place(secret);
    expect(written(rows)).not.toContain(tail);
    expect(written(rows)).toContain('[secret:');
    expect(rows.row.marks).toContain('secret');
  });

  it('aws is in no row', () => {
    expect(written(place(aws))).not.toContain(aws);
    expect(written(place(aws))).toContain('[secret:aws_key]');
  });
});

describe('a field that is secret by its name', () => {
  it.each([
    'authorization',
    'http.request.header.authorization',
    'cookie',
    'x-api-key',
    'api_key',
    'db.password',
    'client_secret',
    'access_token',
    'http.request.headers',
    'clientInitParams',
    'mastra.metadata.body',
    'process.command_args',
    'host.name',
    'host.id',
    'host.ip',
  ])('%s is in no row, wherever it stands', (name) => {
    const value = 'correct horse battery';
    const rows = [
      mapped(
        { [name]: value, other: { [name]: value }, json: JSON.stringify({ a: { [name]: value } }) },
        { resource: { attributes: attributesOf({ [name]: value }) } },
      ),
      mapped({
        ...call('x'),
        'gen_ai.tool.call.arguments': JSON.stringify({ [name]: value }),
        'gen_ai.tool.call.result': JSON.stringify([{ [name]: value }]),
      }),
      mapped({}, { events: [{ timeNs: 1n, name: 'e', attributes: attributesOf({ [name]: value }) }] }),
      mappedLog({ body: { [name]: value }, given: { [name]: value } }),
    ];
    for (const row of rows) expect(written(row)).not.toContain('battery');
  });

  it('token counts are no tokens', () => {
    const { row } = mapped({
      'gen_ai.usage.input_tokens': 12n,
      max_tokens: 500n,
      'llm.token_count.prompt': 12n,
      token: 5n,
    });
    expect([...row.attributes.values()]).toEqual(['12', '500', '12', '5']);
    expect(row.marks).toEqual([]);
  });
});
