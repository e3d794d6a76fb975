import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CreatedKey, Me } from '../../packages/server/src/access/contract.ts';
import type { RunList } from '../../packages/server/src/rooms/monitoring/contract.ts';
import { type LiveServer, liveServer } from '../live/live-server.ts';

/** Text planted in what keys send is looked for in everything a running server shows of it. */

let live: LiveServer;
beforeAll(async () => {
  live = await liveServer();
});
afterAll(() => live?.close());

const secret = 'planted-4d1c';
const mail = 'anna.planted@example.org';

async function keyFor(contentMode: string): Promise<string> {
  const { teams } = await live.get<Me>('/api/v1/me');
  const answer = await live.post('/api/v1/keys', {
    name: contentMode,
    teamId: teams[0]!.id,
    scopes: ['ingest'],
    contentMode,
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as CreatedKey).secret;
}

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
async function sendTrace(key: string, conversation: string): Promise<void> {
  const trace = crypto.randomUUID().replaceAll('-', '');
  const now = BigInt(Date.now()) * 1_000_000n;
  const span = (id: string, parent: string, attributes: object[]) => ({
    ...{ traceId: trace, spanId: id.repeat(16), parentSpanId: parent.repeat(16), name: 'step', kind: 1 },
    ...{ startTimeUnixNano: String(now), endTimeUnixNano: String(now + 5_000_000n) },
    attributes: [text('gen_ai.conversation.id', conversation), ...attributes],
    status: { code: 2, message: `failed on ${secret} of ${mail}` },
    events: [
      { timeUnixNano: String(now), name: 'exception', attributes: [text('exception.message', `${secret} ${mail}`)] },
    ],
  });
  const messages = JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: `${secret} ${mail}` }] }]);
  const spans = [
    span('a', '', [text('gen_ai.operation.name', 'invoke_agent'), text('gen_ai.agent.name', 'clerk')]),
    span('b', 'a', [text('gen_ai.operation.name', 'chat'), text('gen_ai.input.messages', messages), text('x', secret)]),
    span('c', 'a', [
      text('gen_ai.operation.name', 'execute_tool'),
      text('gen_ai.tool.call.arguments', `{"to":"${mail}"}`),
    ]),
  ];
  const record = {
    timeUnixNano: String(now),
    traceId: trace,
    spanId: 'b'.repeat(16),
    body: { stringValue: `${secret} ${mail}` },
  };
  for (const [signal, body] of [
    ['traces', { resourceSpans: [{ resource: {}, scopeSpans: [{ scope: {}, spans }] }] }],
    ['logs', { resourceLogs: [{ resource: {}, scopeLogs: [{ scope: {}, logRecords: [record] }] }] }],
  ] as const) {
    const answer = await fetch(`${live.server.otlpUrl}/v1/${signal}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-signalbox-key': key },
      body: JSON.stringify(body),
    });
    expect([answer.status, await answer.text()]).toEqual([200, '{}']);
  }
}

/** The list, the run, its steps and its transcript, as text. */
async function everythingShown(conversation: string): Promise<string> {
  for (let looks = 0; looks < 100; looks++) {
    const list = await live.get<RunList>(`/api/v1/runs?conversation=${conversation}`);
    const run = list.items[0];
    if (run?.steps === 3) {
      const paths = ['', '/transcript', ...['a', 'b', 'c'].map((id) => `/steps/${id.repeat(16)}`)];
      const pages = await Promise.all(paths.map((path) => live.get<unknown>(`/api/v1/runs/${run.id}${path}`)));
      return JSON.stringify([list, ...pages]);
    }
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new Error('The run was not seen within 20 s.');
}

test.each([
  ['keep', true, true],
  ['mask', true, false],
  ['drop', false, false],
] as const)('%s', async (mode, showsText, showsMail) => {
  const key = await keyFor(mode);
  await sendTrace(key, `mode-${mode}`);
  const shown = await everythingShown(`mode-${mode}`);
  expect([shown.includes(secret), shown.includes(mail)]).toEqual([showsText, showsMail]);
});

test('a key whose mode is changed keeps less from the next request on', async () => {
  const key = await keyFor('keep');
  const id = `key_${key.split('_')[1]}`;
  await sendTrace(key, 'before');
  expect((await live.post(`/api/v1/keys/${id}/content-mode`, { contentMode: 'drop' })).status).toBe(204);
  await sendTrace(key, 'after');
  expect(await everythingShown('before')).toContain(secret);
  expect(await everythingShown('after')).not.toContain(secret);
});
