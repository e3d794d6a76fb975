import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { langfuseFiles } from './langfuse-prompts.ts';

/** A Langfuse with 120 prompts, each in two versions, that speaks the pages of its public API. */
const env = { LANGFUSE_PUBLIC_KEY: 'pk-lf-1', LANGFUSE_SECRET_KEY: 'sk-lf-1' };
const names = Array.from({ length: 120 }, (_, n) => (n === 7 ? 'support/refund & more' : `p${n}`));
let server: Server;
let url: string;
let asked: string[] = [];
let inTheWay: ((request: IncomingMessage, response: ServerResponse) => boolean) | null = null;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url!);
    if (inTheWay?.(request, response) === true) return;
    const { pathname, searchParams } = new URL(request.url!, 'http://x');
    const says = (body: unknown): void =>
      void response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    if (request.headers.authorization !== `Basic ${btoa('pk-lf-1:sk-lf-1')}`)
      return void response.writeHead(401).end('{}');
    if (pathname === '/api/public/v2/prompts') {
      const [page, limit] = [Number(searchParams.get('page')), Number(searchParams.get('limit'))];
      const data = names.slice((page - 1) * limit, page * limit).map((name) => ({
        ...{
          name,
          versions: [2, 1],
          labels: ['production'],
          tags: [],
          lastUpdatedAt: '2026-01-01T00:00:00Z',
          lastConfig: {},
        },
      }));
      const totalPages = Math.ceil(names.length / limit);
      return says({ data, meta: { page, limit, totalItems: names.length, totalPages } });
    }
    const name = decodeURIComponent(pathname.split('/').at(-1)!);
    const version = Number(searchParams.get('version'));
    const labels = version === 2 ? ['production', 'latest'] : [];
    const prompt = searchParams.get('resolve') === 'false' ? `v${version} {{x}}` : 'resolved';
    says({
      name,
      version,
      type: 'text',
      prompt,
      config: {},
      labels,
      tags: [],
      commitMessage: null,
      resolutionGraph: null,
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));
beforeEach(() => {
  asked = [];
  inTheWay = null;
});

test('every version of every prompt, over all pages, as it was written', async () => {
  const files = await langfuseFiles(`${url}/`, env);
  expect(files).toHaveLength(120);
  const odd = files.find((one) => one.path === 'support/refund & more.json')!;
  expect(JSON.parse(odd.text)).toMatchObject([
    { name: 'support/refund & more', version: 1, prompt: 'v1 {{x}}' },
    { version: 2, labels: ['production', 'latest'] },
  ]);
  expect(asked.filter((one) => one.includes('page='))).toHaveLength(3);
});

test('who is told to come later comes later', async () => {
  let refusals = 0;
  inTheWay = (_, response) => {
    if (refusals >= 2) return false;
    refusals++;
    response.writeHead(429, { 'retry-after': '0' }).end();
    return true;
  };
  expect(await langfuseFiles(url, env)).toHaveLength(120);
  expect(refusals).toBe(2);
});

test('wrong keys, no keys, another server and none are told apart', async () => {
  await expect(langfuseFiles(url, { ...env, LANGFUSE_SECRET_KEY: 'x' })).rejects.toThrow('refuses the keys');
  await expect(langfuseFiles(url, {})).rejects.toThrow('LANGFUSE_PUBLIC_KEY');
  inTheWay = (_, response) => (response.end('{}'), true);
  await expect(langfuseFiles(url, env)).rejects.toThrow('does not speak as Langfuse does');
  await expect(langfuseFiles('http://127.0.0.1:1', env)).rejects.toThrow('No Langfuse answers');
});

test('keys are not carried to where a server points instead', async () => {
  const seen: unknown[] = [];
  const other = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.end('{}');
  });
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
  inTheWay = (_, response) => (response.writeHead(302, { location: elsewhere }).end(), true);
  await expect(langfuseFiles(url, env)).rejects.toThrow('No Langfuse answers');
  expect(seen).toEqual([]);
  await new Promise((done) => other.close(done));
});
