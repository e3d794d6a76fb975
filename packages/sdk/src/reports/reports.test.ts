import { expect, test } from 'vitest';
import { configOf } from '../options.ts';
import { Reports } from './reports.ts';

type Sent = { path: string; body: Record<string, Record<string, unknown>[]> };

/** What is sent is looked at; that the server takes it is tried in test/live. */
function open(answer: () => Response = () => Response.json({ accepted: 1, refused: [] }, { status: 202 })) {
  const sent: Sent[] = [];
  const errors: string[] = [];
  const config = configOf({
    ...{ url: 'http://signalbox.test', key: 'k', agent: 'helper', onError: (error) => errors.push(error.message) },
    fetch: async (url, init) => {
      sent.push({ path: new URL(url).pathname, body: JSON.parse(String(init.body)) as Sent['body'] });
      return answer();
    },
  });
  return { reports: new Reports(config), sent, errors };
}

test('outcomes and feedback go to their own addresses, with an id and a time', async () => {
  const { reports, sent } = open();
  const at = new Date('2026-11-22T12:00:00Z');
  reports.outcome({ traceId: 'a'.repeat(32), outcome: 'failed', reason: 'no stock', at });
  reports.feedback({ conversationId: 'c', value: true, comment: 'good', id: 'mine' });
  expect(await reports.flush(2_000)).toBe(true);
  expect(sent.find((one) => one.path === '/api/v1/outcomes')!.body).toEqual({
    outcomes: [
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        traceId: 'a'.repeat(32),
        outcome: 'failed',
        reason: 'no stock',
        at: at.toISOString(),
      },
    ],
  });
  expect(sent.find((one) => one.path === '/api/v1/feedback')!.body).toEqual({
    feedback: [{ id: 'mine', conversationId: 'c', value: true, comment: 'good', at: expect.stringMatching(/Z$/) }],
  });
});

test('one that is sent again has the id it had', async () => {
  let failing = 2;
  const { reports, sent } = open(() =>
    failing-- > 0 ? new Response('', { status: 503 }) : Response.json({ accepted: 1 }, { status: 202 }),
  );
  reports.outcome({ runId: 'r', outcome: 'completed' });
  expect(await reports.flush(5_000)).toBe(true);
  const ids = sent.map((one) => one.body['outcomes']![0]!['id']);
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(1);
});

test('what the server refuses is told in its words, and the rest stands', async () => {
  const refused = [{ index: 0, code: 'reports.unknown_run', message: 'There is no such run.' }];
  const { reports, errors } = open(() => Response.json({ accepted: 0, refused }, { status: 202 }));
  reports.feedback({ runId: 'r', value: 1 });
  await reports.flush(1_000);
  expect(errors).toEqual(['Signalbox refused one of the feedback: There is no such run. (reports.unknown_run)']);
});

test('a key that may not is told once for what was lost, and not tried for ever', async () => {
  const { reports, sent, errors } = open(() => new Response('{}', { status: 403 }));
  for (let n = 0; n < 5; n++) reports.outcome({ runId: 'r', outcome: 'completed' });
  expect(await reports.flush(1_000)).toBe(true);
  expect(sent).toHaveLength(1);
  expect(errors).toEqual(['5 outcomes dropped: Signalbox refused them.']);
});

test('an answer that something on the way wrote over does not send them for ever', async () => {
  const { reports, sent, errors } = open(() => new Response('<html>', { status: 200 }));
  reports.outcome({ runId: 'r', outcome: 'completed' });
  expect(await reports.flush(1_000)).toBe(true);
  expect([sent.length, errors]).toEqual([1, []]);
});
