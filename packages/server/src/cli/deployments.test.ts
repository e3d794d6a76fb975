import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginFreeze } from '../rooms/lifecycle/index.ts';
import { agentFile, type ApiServer, openApiServer } from './api-server.fixture.ts';
import { apply } from './apply.ts';
import { deploy, deploymentLines, deployments, promote, rollBack, unschedule } from './deployments.ts';
import { releaseDiff, releases } from './releases.ts';
import { told } from './told.fixture.ts';

let server: ApiServer;
let flags: { url: string; key: string; reason: string };
const root = mkdtempSync(join(tmpdir(), 'signalbox-deploy-'));
beforeAll(async () => {
  server = await openApiServer();
  flags = { url: server.url, key: await server.edge.key({ scopes: ['read', 'write'] }), reason: 'because' };
  for (const tools of [['look'], ['look', 'pay']])
    await told(() => apply({ ...flags, file: [agentFile(root, { name: 'billing', purpose: 'x', tools })] }));
});
afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});

const [agent, staging, production] = ['billing', 'staging', 'production'];
const out = async (command: () => Promise<unknown>): Promise<string[]> => (await told(command)).out;

describe('releases', () => {
  test('are listed, newest first, and told apart in words with an exit code', async () => {
    const lines = await out(() => releases(agent, flags));
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['2.0.0', '1.0.0']);
    expect(lines[0]).toMatch(/rel_\S+ {2}[0-9a-f]{12} {2}\d{4}-\d\d-\d\d {2}As code\.$/);
    const { code, out: said } = await told(() => releaseDiff({ agent, from: '1.0.0', to: '2.0.0' }, flags));
    expect([code, said[0]]).toEqual([2, '1.0.0 → 2.0.0, high risk']);
    expect(said.join('\n')).toContain('Tool `pay` added');
    const same = await told(() => releaseDiff({ agent, from: '2.0.0', to: '2.0.0' }, flags));
    expect(same).toEqual({ code: 0, out: ['2.0.0 → 2.0.0', '  Nothing differs.'] });
    await expect(releaseDiff({ agent, from: '1.0.0', to: '9' }, flags)).rejects.toThrow('billing has no release 9');
  });
});

describe('what is deployed', () => {
  test('by version, on to the next environment, and back', async () => {
    const one = { agent, environment: staging };
    expect(await out(() => deploy({ ...one, release: '1.0.0' }, flags))).toEqual(['staging serves 1.0.0']);
    expect(await out(() => promote({ agent, from: staging }, flags))).toEqual(['production serves 1.0.0']);
    expect(await out(() => deploy({ ...one, release: '2.0.0' }, flags))).toEqual(['staging serves 2.0.0']);
    expect(await out(() => promote({ agent, from: staging }, flags))).toEqual(['production serves 2.0.0']);
    const back = () => rollBack({ agent, environment: production, release: undefined }, flags);
    expect(await out(back)).toEqual(['production serves 1.0.0']);
    const forth = () => rollBack({ agent, environment: production, release: '2.0.0' }, flags);
    await expect(forth()).rejects.toThrow('served before: none is left');
    const again = { agent, environment: production, release: '2.0.0' };
    expect(await out(() => deploy(again, flags))).toEqual(['production serves 2.0.0']);
  });

  test('the last environment has no next, nor has one in no order: one says where to', async () => {
    await expect(promote({ agent, from: production }, flags)).rejects.toThrow(
      'No environment comes after production (order: staging, production). Say --to.',
    );
    expect(await out(() => promote({ agent, from: production }, { ...flags, to: 'eu' }))).toEqual(['eu serves 2.0.0']);
  });

  test('for a share, and at a time to come, which is cancelled', async () => {
    const place = { agent, environment: production, release: '1.0.0' };
    expect(await out(() => deploy(place, { ...flags, percent: '12.5' }))).toEqual([
      'production serves 2.0.0, and 1.0.0 for 12.5 %',
    ]);
    const planned = await out(() => deploy(place, { ...flags, dueAt: '2098-01-01' }));
    expect(planned[0]).toMatch(/^\S+: production will serve 1\.0\.0 at 2098-01-01T00:00:00\.000Z$/);
    const id = planned[0]!.split(':')[0]!;
    const listed = await out(() => deployments(agent, { ...flags, environment: production }));
    expect(listed).toContain(`${id}  2098-01-01 00:00Z  production  1.0.0  because`);
    expect(await out(() => unschedule(id, flags))).toEqual([`${id} is cancelled`]);
    expect(await out(() => deployments(agent, flags))).not.toContain('Planned');
  });

  test('is listed in the order of environments, with how it came to that', async () => {
    const lines = await out(() => deployments(agent, flags));
    expect(lines.slice(0, 3).map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual([
      ['staging', '2.0.0'],
      ['production', '2.0.0 + 1.0.0 12.5 %'],
      ['eu', '2.0.0'],
    ]);
    expect(lines).toContain('Changes');
    expect(lines.filter((line) => line.includes('rolled back 1.0.0'))).toHaveLength(1);
    const one = await out(() => deployments(agent, { ...flags, environment: 'eu' }));
    expect(one.join()).not.toContain('staging ');
  });

  test('a freeze refuses in a sentence, and never a way back', async () => {
    const window = { from: '2026-01-01T00:00:00Z', until: '2098-01-02T00:00:00Z', timeZone: 'UTC', reason: 'audit' };
    await beginFreeze(server.edge.system, window);
    await expect(deploy({ agent, environment: 'eu', release: '1.0.0' }, flags)).rejects.toThrow('audit');
    const back = () => rollBack({ agent, environment: production, release: undefined }, flags);
    expect(await out(back)).toEqual(['production serves 2.0.0']);
  });

  test('nothing is said, and a reason steers no terminal', () => {
    const none = { order: [], named: new Map<string, string>(), only: undefined };
    expect(deploymentLines({ items: [], changes: [], scheduled: [] }, none)).toEqual(['Nothing is deployed.']);
    const change = {
      ...{ id: 'd', environment: 'e', version: 1, verb: 'deploy' as const, releaseId: 'rel_1', previousId: null },
      ...{ candidateId: null, candidatePercent: null, at: '2026-01-01T00:00:00Z', by: 'per_1', byName: null },
      ...{ reason: 'x\u001b[2J', effect: null },
    };
    const lines = deploymentLines({ items: [], changes: [change], scheduled: [] }, none);
    expect(lines.at(-1)).toBe('2026-01-01 00:00Z  e  deployed rel_1  per_1: x\ufffd[2J');
  });
});
