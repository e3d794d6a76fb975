import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiServer, openApiServer } from './api-server.fixture.ts';
import { dashboardExport, dashboardImport, dashboardList } from './dashboards.ts';
import { told } from './told.fixture.ts';

let server: ApiServer;
let flags: { url: string; key: string };
const folder = mkdtempSync(join(tmpdir(), 'signalbox-dashboards-'));
beforeAll(async () => {
  server = await openApiServer();
  flags = { url: server.url, key: await server.edge.key({ scopes: ['read', 'write'] }) };
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const lines = async (run: () => Promise<void>): Promise<string[]> => (await told(run)).out;

test('out as a file, changed, and in again: the same one each time', async () => {
  const file = join(folder, 'fleet.yaml');
  expect(await lines(() => dashboardExport('FLEET', { ...flags, output: file }))).toEqual([`Fleet in ${file}`]);
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/^schema: signalbox\.dashboard\/v1\nname: Fleet\n/);
  writeFileSync(file, text.replace('name: Fleet', 'name: Night shift'));
  const taken = (): Promise<string[]> => lines(() => dashboardImport([file], flags));
  const [created] = await taken();
  expect(created).toMatch(/^created Night shift dsh_\w{32}$/);
  const id = created!.split(' ').at(-1)!;
  expect(await taken()).toEqual([`unchanged Night shift ${id}`]);
  writeFileSync(file, readFileSync(file, 'utf8').replace('range: 24h', 'range: 7d'));
  expect(await taken()).toEqual([`changed Night shift ${id}`]);
  expect((await lines(() => dashboardExport(id, flags))).join('\n')).toContain('range: 7d');
  const listed = await lines(() => dashboardList(flags));
  expect(listed[0]).toMatch(/^fleet +built in +6 widgets +Fleet$/);
  expect(listed[1]).toMatch(new RegExp(`^${id} +default +6 widgets +Night shift$`));
  const json = await lines(() => dashboardList({ ...flags, json: true }));
  expect(JSON.parse(json.join('\n'))).toMatchObject([{ id: 'fleet' }, { id, version: 2 }]);
});

test('what cannot be taken in says the file and the place; what is not there is named', async () => {
  const file = join(folder, 'broken.yaml');
  writeFileSync(file, 'schema: signalbox.dashboard/v1\nname: x\nwigdets: []\n');
  await expect(dashboardImport([file], flags)).rejects.toThrow(/broken\.yaml: .*wigdets/s);
  await expect(dashboardExport('nothing', flags)).rejects.toThrow('The key sees no dashboard nothing.');
  await expect(dashboardImport([file], { ...flags, team: 'none' })).rejects.toThrow('The key sees no team "none".');
});
