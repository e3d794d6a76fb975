import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freezeBegin, freezeImport, freezeLift } from './freezes.ts';
import { told } from './told.fixture.ts';

const root = mkdtempSync(join(tmpdir(), 'signalbox-freezes-'));
const dataDir = join(root, 'data');
afterAll(() => rmSync(root, { recursive: true, force: true }));

const event = (uid: string, rule = ''): string =>
  `BEGIN:VEVENT\nUID:${uid}\nSUMMARY:${uid}\nDTSTART:20980301T000000Z\nDURATION:P1D\n${rule}END:VEVENT\n`;

test('on the machine itself: begun and lifted, and taken from a file that is shown first', async () => {
  const window = { from: '2098-01-01', until: '2098-01-02T00:00', reason: 'New Year', team: 'default' };
  const { out } = await told(() => freezeBegin({ dataDir, ...window }));
  const [id] = out[0]!.split(' ');
  expect(out).toEqual([`${id} holds from 2098-01-01 00:00Z until 2098-01-02 00:00Z`]);
  expect((await told(() => freezeLift(id!, { dataDir }))).out).toEqual([`${id} (New Year) holds nothing any more`]);
  await expect(freezeBegin({ dataDir, ...window, team: 'none' })).rejects.toThrow('No team "none"');
  await expect(freezeBegin({ dataDir, ...window, from: 'soon' })).rejects.toThrow('--from');

  const path = join(root, 'days.ics');
  const take = (more: { apply?: true } = {}) => told(() => freezeImport(path, { dataDir, ...more }));
  writeFileSync(path, `BEGIN:VCALENDAR\n${event('fair')}END:VCALENDAR\n`);
  const line = '2098-03-01 00:00Z  2098-03-02 00:00Z  fair';
  expect(await take()).toEqual({ code: 0, out: [`begun  ${line}`, 'Nothing was changed: say --apply.'] });
  expect(await take({ apply: true })).toEqual({ code: 0, out: [`begun  ${line}`] });
  expect((await take({ apply: true })).out).toEqual([`unchanged  ${line}`]);
  writeFileSync(path, `BEGIN:VCALENDAR\n${event('odd', 'RRULE:FREQ=HOURLY\n')}END:VCALENDAR\n`);
  const refused = await take({ apply: true });
  expect([refused.code, refused.out[0]]).toEqual([1, expect.stringContaining('odd: It repeats HOURLY')]);
}, 60_000);
