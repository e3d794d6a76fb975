import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Freeze } from '../../rooms/lifecycle/contract-deployments.ts';
import type { ImportedFreezes } from '../../rooms/lifecycle/contract-calendar.ts';
import { readLedger } from '../../spine/ledger/read-ledger.ts';
import { openTestEdge, type TestEdge } from '../edge.fixture.ts';
import { type OperatorAnswer, OperatorCommand, runOperatorCommand } from './commands.ts';

let edge: TestEdge;
beforeAll(async () => void (edge = await openTestEdge()));
afterAll(() => edge.stop());

const run = (command: object): Promise<OperatorAnswer> =>
  runOperatorCommand(
    { state: edge.state, backups: null, seal: edge.setting.seal, publicUrl: 'https://box.test', otlpUrl: null },
    OperatorCommand.parse(command),
  );
const window = { from: '2098-01-01T00:00:00Z', until: '2098-01-02T00:00:00Z', reason: 'New Year' };
const begin = async (more: object = {}, team: string | null = null): Promise<Freeze> =>
  ((await run({ command: 'freeze-begin', team, freeze: { ...window, ...more } })) as { freeze: Freeze }).freeze;
const eventsOf = async (id: string): Promise<string[]> =>
  (await readLedger(edge.state.db, edge.first.workspaceId, 0, 1000)).flatMap((one) =>
    one.resource === id ? [`${one.type} by ${one.actor}`] : [],
  );

test('who may read the data directory freezes and lifts as the system, each with its event', async () => {
  const freeze = await begin({ environment: 'production' });
  expect(freeze).toMatchObject({
    teamId: null,
    environment: 'production',
    timeZone: 'UTC',
    ownerId: 'system',
    liftedAt: null,
  });
  const { freeze: lifted } = (await run({ command: 'freeze-lift', id: freeze.id })) as { freeze: Freeze };
  expect(lifted.liftedAt).not.toBeNull();
  await run({ command: 'freeze-lift', id: freeze.id });
  expect(await eventsOf(freeze.id)).toEqual(['freeze.begun by system', 'freeze.lifted by system']);
});

test('a team is named by its slug; one that is not there is said', async () => {
  expect((await begin({}, 'default')).teamId).toBe(edge.first.teamId);
  await expect(begin({}, 'none')).rejects.toThrow('No team "none"');
  await expect(run({ command: 'freeze-lift', id: 'frz_none' })).rejects.toMatchObject({ code: 'lifecycle.not_found' });
});

test.each([
  [{ until: window.from }, 'until'],
  [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
  [{ reason: ' ' }, 'reason'],
])('%j is no freeze', (more, field) => {
  const parsed = OperatorCommand.safeParse({ command: 'freeze-begin', team: null, freeze: { ...window, ...more } });
  expect(parsed.error!.issues[0]!.path).toEqual(['freeze', field]);
});

test('a calendar is shown, taken, and taken again without a change', async () => {
  const ics =
    'BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:fair\nDTSTART:20980301T000000Z\nDURATION:P1D\nEND:VEVENT\nEND:VCALENDAR';
  const take = async (isPreview: boolean): Promise<string[]> => {
    const command = { command: 'freeze-import', team: 'default', calendar: { ics }, isPreview };
    const { imported } = (await run(command)) as { imported: ImportedFreezes };
    return imported.items.map((one) => one.outcome);
  };
  expect([await take(true), await take(false), await take(false), await take(true)]).toEqual([
    ...[['begun'], ['begun'], ['unchanged'], ['unchanged']],
  ]);
  const calendar = { ics: 'hello' };
  const broken = run({ command: 'freeze-import', team: null, calendar, isPreview: true });
  await expect(broken).rejects.toMatchObject({ code: 'lifecycle.calendar_invalid' });
});
