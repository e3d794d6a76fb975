import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLedger } from '../../spine/ledger/read-ledger.ts';
import { openTestEdge, type TestEdge } from '../edge.fixture.ts';
import { type OperatorAnswer, OperatorCommand, runOperatorCommand } from './commands.ts';

let edge: TestEdge;
beforeAll(async () => void (edge = await openTestEdge()));
afterAll(() => edge.stop());

const run = (command: string): Promise<OperatorAnswer> =>
  runOperatorCommand(
    {
      state: edge.state,
      backups: null,
      seal: edge.setting.seal,
      publicUrl: 'https://box.test',
      otlpUrl: 'http://otlp',
    },
    OperatorCommand.parse({ command }),
  );
const start = async () => {
  const answer = await run('demo-start');
  if (!('releases' in answer)) throw new Error('The demo did not start.');
  return answer;
};
const types = async (): Promise<string[]> =>
  (await readLedger(edge.state.db, edge.first.workspaceId, 0, 5000)).map((event) => event.type);

test('the fleet is told where to send, with which key, and what its releases are known by', async () => {
  const { otlpUrl, key, since, releases } = await start();
  expect([otlpUrl, key.startsWith('sbx_')]).toEqual(['http://otlp', true]);
  expect(since).toBeLessThanOrEqual(Date.now());
  expect(releases['refunds']!['3.2.0']).toEqual({ digest: expect.stringMatching(/^[0-9a-f]{64}$/), prompt: 2 });
});

test('the admin of the server answers for its agents, whom nobody invented', async () => {
  const owners = await edge.state.db.selectFrom('agents').select('owner_id').distinct().execute();
  expect(owners).toEqual([{ owner_id: edge.first.adminId }]);
});

test('the next fleet has another key and the same releases; nothing is declared again', async () => {
  const first = await start();
  const before = await types();
  const second = await start();
  expect(second.key).not.toBe(first.key);
  expect([second.since, second.releases]).toEqual([first.since, first.releases]);
  expect((await types()).slice(before.length)).toEqual(['key.revoked', 'key.created']);
});

test('its end takes prompts, owners, the freeze and the telemetry, once', async () => {
  const before = await types();
  expect(await run('demo-remove')).toEqual({ demo: 'removing' });
  const told = (await types()).slice(before.length);
  expect([...new Set(told)].toSorted()).toEqual([
    'agent.owner_named',
    'freeze.lifted',
    'key.revoked',
    'prompt.archived',
    'telemetry.removed',
  ]);
  // Agents are put away when they see that it is removed: nobody may own them by then.
  expect(told.at(-1)).toBe('telemetry.removed');
  expect(await run('demo-remove')).toEqual({ demo: 'removing' });
  expect((await types()).length).toBe(before.length + told.length);
});
