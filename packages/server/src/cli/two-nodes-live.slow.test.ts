import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startSupervisor, type Supervisor } from '../adapters/clickhouse/supervisor.ts';
import { testEngine, testPlace, type TestPlace } from '../adapters/postgres/state-database.fixture.ts';
import { killStarted, run, start } from './process.fixture.ts';

/** What one person sees who is sent now to this node, now to that: two servers on one PostgreSQL and one warehouse. */

type Node = { base: string; otlp: string };
type Heard = { id: number; event: string; data: Record<string, unknown> };

let dir: string;
let place: TestPlace;
let supervisor: Supervisor;
let nodes: [Node, Node];
let ingestKey = '';
let session: { cookie: string; csrf: string };
const dataDir = (name: string): string => join(dir, name);
const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
const found = (text: string, form: RegExp): string => form.exec(text)?.[1] ?? '';

beforeAll(async () => {
  if (testEngine !== 'postgres') return;
  dir = mkdtempSync(join(tmpdir(), 'signalbox-nodes-'));
  place = await testPlace();
  supervisor = await startSupervisor({ dataDir: dataDir('warehouse') });
  const { url, token } = supervisor.endpoint()!;
  const env = {
    DATABASE_URL: (place.where as { url: string }).url,
    CLICKHOUSE_URL: url.replace('http://', `http://signalbox:${token}@`),
    SIGNALBOX_ROOT_KEY: hex(32),
  };
  const node = async (name: string): Promise<Node> => {
    const one = start(['up', '--data-dir', dataDir(name)], { env });
    await one.until('OTEL_EXPORTER_OTLP_PROTOCOL');
    ingestKey ||= found(one.text(), /x-signalbox-key=(\S+)/);
    return { base: found(one.text(), /Open\s+(http:\/\/[^/\s]+)/), otlp: found(one.text(), /OTLP_ENDPOINT=(\S+)/) };
  };
  // The first leads the rebuild; the second stands by.
  nodes = [await node('a'), await node('b')];
  const link = run(['login-link', '--data-dir', dataDir('a')], { env }).stdout.trim();
  const signIn = await fetch(`${nodes[0].base}/api/v1/sign-in/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: link.split('/').at(-1) }),
  });
  const cookie = signIn.headers.getSetCookie()[0]!.split(';')[0]!;
  const me = (await (await fetch(`${nodes[1].base}/api/v1/me`, { headers: { cookie } })).json()) as { csrf: string };
  session = { cookie, csrf: me.csrf };
}, 120_000);
afterAll(async () => {
  if (testEngine !== 'postgres') return;
  killStarted();
  await supervisor.stop();
  await place.remove();
  rmSync(dir, { recursive: true, force: true });
});

const makeTeam = (at: Node, name: string, idempotencyKey?: string): Promise<Response> =>
  fetch(`${at.base}/api/v1/teams`, {
    method: 'POST',
    headers: {
      ...{ cookie: session.cookie, 'x-signalbox-csrf': session.csrf, 'content-type': 'application/json' },
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    },
    body: JSON.stringify({ name }),
  });
const teams = async (at: Node): Promise<string[]> => {
  const answer = await fetch(`${at.base}/api/v1/teams`, { headers: { cookie: session.cookie } });
  return ((await answer.json()) as { items: { name: string }[] }).items.map(({ name }) => name);
};

/** Listens from `after` on until `enough`; what had come by then. */
async function listen(at: Node, after: number | null, enough: (heard: Heard[]) => boolean): Promise<Heard[]> {
  const heard: Heard[] = [];
  const over = AbortSignal.timeout(20_000);
  const answer = await fetch(`${at.base}/api/v1/live`, {
    headers: { cookie: session.cookie, ...(after === null ? {} : { 'last-event-id': String(after) }) },
    signal: over,
  });
  let rest = '';
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    const frames = `${rest}${chunk}`.split('\n\n');
    rest = frames.pop()!;
    for (const frame of frames) {
      const event = found(frame, /^event: (.*)$/m);
      if (event === '') continue;
      heard.push({
        id: Number(found(frame, /^id: (\d+)$/m)),
        event,
        data: JSON.parse(found(frame, /^data: (.*)$/m)) as object as Heard['data'],
      });
    }
    if (enough(heard)) return heard;
  }
  throw new Error(`the stream ended after ${JSON.stringify(heard)}`);
}

describe.runIf(testEngine === 'postgres')('now at one node, now at the other', () => {
  test('one Idempotency-Key makes one team, wherever it is sent, at once or again', async () => {
    for (let n = 0; n < 10; n++) {
      const [name, key] = [`Once ${n}`, `once-${n}-${hex(4)}`];
      const [first, second] = await Promise.all(nodes.map((at) => makeTeam(at, name, key)));
      const statuses = [first!.status, second!.status];
      // The slower one hears that the other still runs, or gets its answer.
      expect(statuses.filter((status) => status >= 200 && status < 300).length).toBeGreaterThan(0);
      for (const status of statuses) expect([200, 201, 409]).toContain(status);
      const answers = await Promise.all(nodes.map(async (at) => (await makeTeam(at, name, key)).json()));
      expect(answers[0]).toEqual(answers[1]);
      expect((await makeTeam(nodes[n % 2]!, `${name}, otherwise`, key)).status).toBe(409);
    }
    const made = (await teams(nodes[1])).filter((name) => name.startsWith('Once'));
    expect(made.toSorted()).toEqual(Array.from({ length: 10 }, (_, n) => `Once ${n}`).toSorted());
  }, 60_000);

  test('a client that goes from node to node hears every event once, in order, and its place never goes back', async () => {
    const sequence: number[] = [];
    let last = 0;
    for (let turn = 0; turn < 12; turn++) {
      // Changed at one node, heard at the other, from where the client got to at the one before.
      const wanted = `Turn ${turn}`;
      const [makes, hears] =
        turn % 3 === 0 ? [nodes[0], nodes[0]] : turn % 2 === 0 ? [nodes[0], nodes[1]] : [nodes[1], nodes[0]];
      const hearing = listen(
        hears,
        last,
        (heard) =>
          heard.filter(({ event, data }) => event === 'ledger' && data['type'] === 'team.created').length >=
          (turn === 0 ? 11 : 1),
      );
      expect((await makeTeam(makes, wanted)).status).toBeLessThan(300);
      for (const { id, event, data } of await hearing) {
        expect(id).toBeGreaterThanOrEqual(last);
        last = id;
        if (event === 'ledger') sequence.push(data['seq'] as number);
      }
    }
    expect(sequence).toEqual(sequence.map((_, at) => at + 1));
    expect(sequence.length).toBeGreaterThan(22);
  }, 120_000);

  test('telemetry that one node takes is told at both, also at the one that does not lead the rebuild', async () => {
    const advanced = (heard: Heard[]): boolean => heard.some(({ event }) => event === 'advanced');
    for (const takes of nodes) {
      const hearing = Promise.all(nodes.map((at) => listen(at, null, advanced)));
      const traceId = hex(16);
      const at = Date.now();
      const span = {
        traceId,
        spanId: hex(8),
        name: 'chat',
        startTimeUnixNano: `${at}000000`,
        endTimeUnixNano: `${at + 5}000000`,
      };
      const answer = await fetch(`${takes.otlp}/v1/traces`, {
        method: 'POST',
        headers: { 'x-signalbox-key': ingestKey, 'content-type': 'application/json' },
        body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
      });
      expect(answer.status).toBe(200);
      await hearing;
      for (const node of nodes)
        await vi.waitFor(async () => {
          const run = await fetch(`${node.base}/api/v1/runs/${traceId}-${span.spanId}`, {
            headers: { cookie: session.cookie },
          });
          expect(run.status).toBe(200);
        }, 10_000);
    }
  }, 90_000);
});
