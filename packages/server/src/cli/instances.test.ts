import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type ApiServer, openApiServer } from './api-server.fixture.ts';
import { instanceLines, instances } from './instances.ts';

let server: ApiServer;
let key: string;
beforeAll(async () => {
  server = await openApiServer();
  const { edge } = server;
  const { workspaceId: workspace_id, teamId: team_id } = edge.first;
  const row = { id: 'agt_1', key: 'booker', name: 'Booker', slug: 'booker', workspace_id, team_id };
  await edge.state.db
    .insertInto('agents')
    .values({ ...row, created_at: new Date() })
    .execute();
  key = await edge.key({ scopes: ['read', 'deliver'] });
});
afterAll(() => server.stop());
afterEach(() => vi.restoreAllMocks());

const at = '2026-11-22T10:00:00.000Z';
const tell = (instance: string, environment: string) =>
  server.edge.call(key, 'PUT', `/api/v1/delivery/booker/instances/${instance}`, {
    ...{ environment, release: null, seq: 3, sdk: 'test/1', startedAt: at, state: 'alive' },
  });
async function printed(environment?: string): Promise<string> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await instances('booker', { url: server.url, key, ...(environment !== undefined && { environment }) });
  return String(log.mock.calls.at(-1)?.[0]);
}

test('says that there is none, then each in a line, over all pages, of one environment where that is asked', async () => {
  expect(await printed()).toContain('Nobody has told');
  const names = Array.from({ length: 210 }, (_, n) => `pod-${String(n).padStart(3, '0')}`);
  await Promise.all(names.map((name) => tell(name, 'production')));
  await tell('pod-x', 'staging');
  await expect.poll(async () => (await printed()).split('\n').length, { timeout: 10_000 }).toBe(211);
  const lines = (await printed()).split('\n');
  expect(lines[0]).toMatch(/^alive +production +pod-000 +no release +seq 3 +test\/1 +seen 20/);
  expect(lines.at(-1)).toContain('staging');
  expect((await printed('staging')).split('\n')).toHaveLength(1);
});

test('marks who runs what is not served, and nobody who does not run', () => {
  const one = { instance: 'pod-1', environment: 'production', release: 'ab'.repeat(32), seq: 1, sdk: 's/1' };
  const times = { startedAt: at, lastSeenAt: at, leaseUntil: at };
  const line = (state: 'alive' | 'lost', current: boolean) => instanceLines([{ ...one, ...times, state, current }])[0];
  expect(line('alive', true)).toContain('abababababab  ');
  expect(line('alive', false)).toContain('abababababab (not served)');
  expect(line('lost', false)).not.toContain('not served');
});

test('an agent that is not there is said in words', async () => {
  await expect(instances('nobody', { url: server.url, key })).rejects.toThrow('No agent with this address');
});
