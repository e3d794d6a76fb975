import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSupervisor, type Supervisor } from '../supervisor.ts';

/** The child's wire, spoken raw; what the official client cannot show. One reader and two places to wait. */
let dir: string;
let supervisor: Supervisor;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'signalbox-wire-'));
  supervisor = await startSupervisor({ dataDir: dir, readers: 1, maxWaiting: 2 });
});
afterAll(async () => {
  await supervisor.stop();
  await rm(dir, { recursive: true, force: true });
});

const slow = (mark: string): string =>
  `SELECT sleepEachRow(0.05) AS ${mark} FROM numbers(100) SETTINGS max_block_size = 1`;

type Given = { method?: string; headers?: Record<string, string>; signal?: AbortSignal };

function send(query: string, body: string | Uint8Array<ArrayBuffer> = '', given: Given = {}): Promise<Response> {
  const { url, token } = supervisor.endpoint() ?? { url: '', token: '' };
  const method = given.method ?? 'POST';
  return fetch(`${url}/?${query}`, {
    method,
    headers: { 'x-clickhouse-key': token, ...given.headers },
    ...(method === 'GET' ? {} : { body }),
    ...(given.signal ? { signal: given.signal } : {}),
  });
}

test('says Ok at / and /ping', async () => {
  const { url } = supervisor.endpoint() ?? { url: '' };
  expect(await (await fetch(`${url}/ping`)).text()).toBe('Ok.\n');
  expect(await (await send('', '', { method: 'GET' })).text()).toBe('Ok.\n');
});

test('refuses a wrong or missing token', async () => {
  for (const key of ['', 'wrong', `${supervisor.endpoint()?.token}x`]) {
    const answer = await send('', 'SELECT 1', { headers: { 'x-clickhouse-key': key } });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('x-clickhouse-exception-code')).toBe('516');
  }
  const basic = Buffer.from(`anyone:${supervisor.endpoint()?.token}`).toString('base64');
  const { url } = supervisor.endpoint() ?? { url: '' };
  const answer = await fetch(url, { method: 'POST', body: 'SELECT 1', headers: { authorization: `Basic ${basic}` } });
  expect(await answer.text()).toBe('1\n');
});

test('takes and gives gzip', async () => {
  const asked = await send(
    'enable_http_compression=1',
    gzipSync("SELECT repeat('x', 100000) FORMAT TSV") as Uint8Array<ArrayBuffer>,
    {
      headers: { 'content-encoding': 'gzip', 'accept-encoding': 'gzip' },
    },
  );
  expect(asked.headers.get('content-encoding')).toBe('gzip');
  expect((await asked.text()).length).toBe(100_001);
  expect((await raw('SELECT 1 FORMAT TSV')).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
  expect(gunzipSync(await raw('SELECT 1 FORMAT TSV')).toString()).toBe('1\n');
  const plain = await send('', 'SELECT 1', { headers: { 'accept-encoding': 'gzip' } });
  expect(plain.headers.get('content-encoding')).toBeNull();
  const broken = await send('', 'not gzip', { headers: { 'content-encoding': 'gzip' } });
  expect(broken.status).toBe(500);
  expect((await send('', 'SELECT 1', { headers: { 'content-encoding': 'zstd' } })).status).toBe(500);
});

test('answers errors with the exception code and keeps the query id', async () => {
  const answer = await send('query_id=abc', 'SELECT 1 FROM nowhere');
  expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([404, '60']);
  expect(await answer.text()).toMatch(/^Code: 60\. DB::Exception: /);
  expect((await send('query_id=abc', 'SELECT 1')).headers.get('x-clickhouse-query-id')).toBe('abc');
  expect((await send('database=other', 'SELECT 1')).status).toBe(404);
});

test('refuses what would outlive its request or leave the wire', async () => {
  for (const sql of [
    'SET max_threads = 1',
    ' use system',
    "SELECT 1 INTO OUTFILE '/tmp/x'",
    'SELECT 1; SELECT 2',
    '-- nothing',
  ]) {
    const answer = await send('', sql);
    expect(answer.ok, sql).toBe(false);
    expect(await answer.text()).toMatch(/SUPPORT_IS_DISABLED|SYNTAX_ERROR/);
  }
  expect((await send('query=DROP+TABLE+x', '', { method: 'GET' })).headers.get('x-clickhouse-exception-code')).toBe(
    '164',
  );
  expect(await (await send('query=SELECT+2', '', { method: 'GET' })).text()).toBe('2\n');
});

test('formats with a head and a foot come whole', async () => {
  const json = (await (await send('', 'SELECT number FROM numbers(200000) FORMAT JSON')).json()) as { rows: number };
  expect(json.rows).toBe(200_000);
  const named = await (await send('', 'SELECT number FROM numbers(200000) FORMAT CSVWithNames')).text();
  expect(named.split('"number"')).toHaveLength(2);
  expect(await (await send('default_format=JSONEachRow', "SELECT 'format' AS format, 1 AS settings")).json()).toEqual({
    format: 'format',
    settings: 1,
  });
});

test('rows come as the body of an INSERT, in text too, and leave no file behind', async () => {
  await send(
    '',
    "CREATE TABLE w (id UInt64, s String DEFAULT concat('d', toString(id))) ENGINE = MergeTree ORDER BY id",
  );
  const body = gzipSync('{"id":1,"s":"a;b"}\n{"id":2}\n') as Uint8Array<ArrayBuffer>;
  const query = `query=${encodeURIComponent('INSERT INTO w (id, s) FORMAT JSONEachRow')}`;
  const answer = await send(query, body, { headers: { 'content-encoding': 'gzip' } });
  expect([answer.status, await answer.text()]).toEqual([200, '']);
  await send('', "INSERT INTO w VALUES (3, 'it''s; SELECT')");
  expect(await (await send('', 'SELECT * FROM w ORDER BY id FORMAT TSV')).text()).toBe(
    "1\ta;b\n2\td2\n3\tit\\'s; SELECT\n",
  );
  expect(await readdir(join(dir, 'spill'))).toEqual([]);
});

test('answers 503 with Retry-After when too many wait, and a client that leaves gives up its place', async () => {
  const leave = new AbortController();
  const held = [1, 2, 3].map((i) => send('', slow(`q${i}`), { signal: leave.signal }).then((r) => r.text()));
  await expect.poll(async () => (await send('', 'SELECT 1')).status, { timeout: 5_000 }).toBe(503);
  const refused = await send('', 'SELECT 1');
  expect([refused.headers.get('retry-after'), refused.headers.get('x-clickhouse-exception-code')]).toEqual([
    '1',
    '202',
  ]);
  expect((await send('', 'CREATE TABLE IF NOT EXISTS beside (a UInt8) ENGINE = Memory')).status).toBe(200);
  leave.abort();
  await Promise.allSettled(held);
  await expect.poll(async () => (await send('', 'SELECT 1')).status, { timeout: 8_000 }).toBe(200);
});

/** The bytes as they came, which fetch would inflate. */
function raw(sql: string): Promise<Buffer> {
  const { url, token } = supervisor.endpoint() ?? { url: '', token: '' };
  return new Promise((done, fail) => {
    const headers = { 'x-clickhouse-key': token, 'accept-encoding': 'gzip' };
    const call = request(`${url}/?enable_http_compression=1`, { method: 'POST', headers }, (answer) => {
      answer.toArray().then((parts: Buffer[]) => done(Buffer.concat(parts)), fail);
    });
    call.on('error', fail).end(sql);
  });
}
