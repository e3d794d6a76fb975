import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPerson } from '../access/verbs/create-person.ts';
import { createTeam } from '../access/verbs/create-team.ts';
import { newId } from '../spine/ids.ts';
import { openTestEdge, type Caller, type TestEdge } from './edge.fixture.ts';

/** What every list of access promises: pages without gap or double, cursors that are nobody else's. */
const lists = ['teams', 'people', 'keys', 'service-accounts', 'ledger'] as const;
type List = (typeof lists)[number];
type Page = { items: { id?: string; seq?: number }[]; nextCursor: string | null };

let edge: TestEdge;
let admin: Caller;
beforeAll(async () => {
  edge = await openTestEdge();
  admin = await edge.signIn(edge.first.adminId);
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  for (let n = 0; n < 5; n++) {
    const team = await createTeam(edge.system, { name: `Team ${n}` });
    const { person } = await createPerson(edge.system, { name: `P${n}`, email: `${newId('per')}@example.com` });
    await edge.key({ teamId: team.id, name: `key ${n}` });
    const account = { name: `a${n}`, teamId: team.id, ownerId: person.id, expiresAt };
    expect((await edge.call(admin, 'POST', '/api/v1/service-accounts', account)).status).toBe(201);
  }
});
afterAll(() => edge.stop());

const ask = (list: List, query: string, as: Caller = admin) => edge.call(as, 'GET', `/api/v1/${list}${query}`);
const page = async (list: List, query: string): Promise<Page> => (await (await ask(list, query)).json()) as Page;
const idOf = (row: Page['items'][number]): string => String(row.id ?? row.seq);
const code = async (answer: Response): Promise<string> => ((await answer.json()) as { code: string }).code;

async function throughAll(list: List, limit: number): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = '';
  for (let pages = 0; cursor !== null && pages < 100; pages++) {
    const at: Page = await page(list, `?limit=${limit}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    expect(at.items.length).toBeLessThanOrEqual(limit);
    seen.push(...at.items.map(idOf));
    cursor = at.nextCursor;
  }
  return seen;
}

describe.each(lists)('%s', (list) => {
  test('every page size gives the same rows in the same order, each once', async () => {
    const whole = (await page(list, '?limit=200')).items.map(idOf);
    expect(whole.length).toBeGreaterThanOrEqual(5);
    expect(new Set(whole).size).toBe(whole.length);
    for (const limit of [1, 2, whole.length - 1, whole.length]) expect(await throughAll(list, limit)).toEqual(whole);
  });

  test('a page that holds the last row says that there is no next', async () => {
    const { items } = await page(list, '?limit=200');
    expect((await page(list, `?limit=${items.length}`)).nextCursor).toBeNull();
    if (items.length > 1) expect((await page(list, `?limit=${items.length - 1}`)).nextCursor).not.toBeNull();
  });

  test.each(['0', '201', '-1', '1.5', 'many', '', '1e2x'])('a limit of %j is refused, by its name', async (limit) => {
    const answer = await ask(list, `?limit=${limit}`);
    expect(answer.status).toBe(400);
    const { fields } = (await answer.json()) as { fields: { path: string }[] };
    expect(fields.map(({ path }) => path)).toEqual(['limit']);
  });

  test('a cursor of another list, or one that was changed, is refused', async () => {
    const own = (await page(list, '?limit=1')).nextCursor!;
    for (const other of lists.filter((name) => name !== list))
      expect(await code(await ask(other, `?cursor=${encodeURIComponent(own)}`))).toBe('request.cursor_invalid');
    const changed = own.slice(0, -2) + (own.endsWith('AA') ? 'BB' : 'AA');
    for (const wrong of [changed, 'x', 'AAAA', Buffer.from('["a"]').toString('base64url')])
      expect(await code(await ask(list, `?cursor=${wrong}`))).toBe('request.cursor_invalid');
    expect(await code(await ask(list, `?cursor=${'x'.repeat(501)}`))).toBe('request.invalid');
  });

  test('nobody sees it without signing in, and a key for telemetry alone sees nothing of it', async () => {
    expect((await ask(list, '', null)).status).toBe(401);
    const sender = await edge.key({ scopes: ['ingest'] });
    const answer = await ask(list, '', sender);
    if (answer.status === 200) expect(((await answer.json()) as Page).items).toEqual([]);
    else expect(answer.status).toBe(403);
  });

  test('no row holds a secret, a hash or a seal', async () => {
    const text = await (await ask(list, '?limit=200')).text();
    expect(text).not.toMatch(/sbx_[0-9a-f]{32}_|sb1\.|scrypt|password_hash|secret_hash|"secret"/);
  });
});

test('rows that come while one pages are seen on a later page; none is lost or shown twice', async () => {
  const first = await page('teams', '?limit=3');
  await createTeam(edge.system, { name: 'Late' });
  const rest: Page = await page('teams', `?limit=200&cursor=${encodeURIComponent(first.nextCursor!)}`);
  const all = [...first.items, ...rest.items].map(idOf);
  expect(all).toEqual((await page('teams', '?limit=200')).items.map(idOf));
});

test('the ledger is read backwards: what comes meanwhile does not shift its pages', async () => {
  const first = await page('ledger', '?limit=4');
  await createTeam(edge.system, { name: 'Later' });
  const second = await page('ledger', `?limit=4&cursor=${encodeURIComponent(first.nextCursor!)}`);
  const seqs = [...first.items, ...second.items].map(({ seq }) => seq!);
  expect(seqs).toEqual(Array.from({ length: 8 }, (_, n) => seqs[0]! - n));
});
