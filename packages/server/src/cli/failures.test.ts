import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { failuresWorld } from '../http/failure-mutations.fixture.ts';
import type { Failure } from '../rooms/monitoring/index.ts';
import { type ApiServer, openApiServer } from './api-server.fixture.ts';
import { failureLines, listFailures, muteFailure, reopenFailure, resolveFailure, showFailure } from './failures.ts';

let server: ApiServer;
let flags: { url: string; key: string };
let id: string;
beforeAll(async () => {
  server = await openApiServer();
  flags = { url: server.url, key: await server.edge.key({ scopes: ['read', 'write'] }) };
  id = (await failuresWorld(server.edge)).failureId;
});
afterAll(() => server.stop());
afterEach(() => vi.restoreAllMocks());

async function printed(command: () => Promise<void>): Promise<string> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await command();
  return String(log.mock.calls.at(-1)?.[0]);
}

test('what is said of a failure is answered with what it is by now', async () => {
  expect(await printed(() => resolveFailure(id, { ...flags, reason: 'mended', release: '1.4' }))).toBe(
    `${id} is resolved for 1.4 (mended)`,
  );
  const until = new Date(Date.now() + 3_600_000).toISOString();
  expect(await printed(() => muteFailure(id, { ...flags, reason: 'known', until }))).toBe(
    `${id} is muted until ${until} (known)`,
  );
  expect(await printed(() => reopenFailure(id, { ...flags, reason: 'again' }))).toBe(`${id} is open (again)`);
});

test('a failure of which nothing is left, a class that is none, a time that is none: said in words', async () => {
  await expect(showFailure('fai_none', flags)).rejects.toThrow('No failure with this id is visible to you');
  await expect(listFailures({ ...flags, class: 'bad luck' })).rejects.toThrow('class');
  await expect(muteFailure(id, { ...flags, reason: 'r', until: 'soon' })).rejects.toThrow('--until');
  await expect(listFailures(flags)).rejects.toThrow('Ask again');
});

test('a line tells what is unknown, and steers no terminal', () => {
  const standing = { state: 'open', at: null, byId: null, reason: null, until: null, release: null } as const;
  const one: Failure = {
    ...{ id: 'fai_1', teamId: 'tea_1', agent: 'billing', class: 'timeout', locus: { kind: 'tool', name: 'look' } },
    ...{ template: 'gone \u001b[2J', count: 3, runs: 2, failedRuns: 1, users: null, conversations: null },
    ...{ environments: [], firstSeenAt: 'a', lastSeenAt: 'b', firstRelease: null, points: [] },
    standing: { ...standing, assigneeId: null, canUndo: false },
  };
  const [line] = failureLines([one]);
  expect(line).toMatch(
    /^fai_1 +open +billing +timeout +look +3 in 2 runs +users unknown +release unknown +last b +gone/,
  );
  expect(line).not.toContain('\u001b');
  expect(failureLines([{ ...one, template: null }])[0]).toContain('(text withheld)');
  expect(failureLines([{ ...one, template: '' }])[0]).toContain('(no message was sent)');
});
