import { CreateKey, type Key } from 'signalbox/contract/access';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { defects, names, words } from '../../ui/markup.fixture.ts';
import { Problem } from '../api.ts';
import { aBrowser, aMe, drawPage } from '../house.fixture.tsx';
import { keysQuery } from '../queries.ts';
import { originsIn } from './origins-in.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const at = '2026-11-01T08:00:00.000Z';
const key = (over: Partial<Key> = {}): Key => ({
  ...{ id: 'key_1', name: 'Nightly', teamId: 'tea_2', agent: null, environment: null },
  ...{ scopes: ['ingest'], contentMode: 'keep', createdAt: at, lastUsedAt: null, expiresAt: null, revokedAt: null },
  ...{ serviceAccountId: null },
  ...over,
});
const page = (items: Key[] | Error, rights = aMe().rights) =>
  drawPage('/settings/keys', [
    [['access', 'me'], aMe({ rights })],
    [keysQuery.queryKey, items instanceof Error ? items : { items }],
    [['access', 'service-accounts'], []],
  ]);

describe('keys', () => {
  test('revoked ones are out of the way, and said how many', async () => {
    const html = await page([key(), key({ id: 'key_2', name: 'Leaked', revokedAt: at })]);
    expect(words(html)).toContain('Show 1 revoked');
    expect(words(html)).not.toContain('Leaked');
    expect(words(html)).not.toContain('No key works now');
  });

  test('expired ones work no more: they are counted with the revoked', async () => {
    const html = await page([key({ id: 'key_2', name: 'Last year', expiresAt: '2020-01-01T00:00:00.000Z' })]);
    expect(words(html)).toContain('Show 1 revoked or expired');
    expect(names(html, 'heading')).toContain('No key works now');
    expect(words(html)).not.toContain('Last year');
    const lives = await page([key({ expiresAt: '2999-01-01T00:00:00.000Z' })]);
    expect(words(lives)).not.toMatch(/Show \d/);
  });

  test('where all are revoked, none works', async () => {
    const html = await page([key({ revokedAt: at })]);
    expect(names(html, 'heading')).toContain('No key works now');
    expect(words(html)).toContain('Show 1 revoked');
    expect(words(await page([]))).not.toMatch(/Show \d/);
  });

  test('are made by who may; others read', async () => {
    expect(names(await page([key()]), 'button')).toContain('Make a key');
    const reader = await page([key()], ['key.read']);
    expect(names(reader, 'button')).not.toContain('Make a key');
    expect(words(reader)).toContain('Nightly');
  });

  test('that cannot be read are not said to be none', async () => {
    const html = await page(new Problem(503, { title: 'Control state is not reachable', detail: 'Wait.' }));
    expect(names(html, 'alert')[0]).toContain('Control state is not reachable');
    expect(words(html)).not.toContain('No key works now');
    expect(defects(html)).toEqual([]);
  });
});

describe('pages of a key', () => {
  const host = fc.stringMatching(/^[A-Za-z0-9]{1,8}(\.[A-Za-z]{2,4})?$/);
  const origin = fc.tuple(fc.constantFrom('http', 'HTTPS'), host, fc.constantFrom('', ':8080'));

  test('however they are written, they are what the API takes, each once', () => {
    const tail = fc.constantFrom('', '/', '/cart?x=1', '?q', '#top');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(origin, tail), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(' ', ', ', '\n'),
        (all, gap) => {
          const origins = originsIn(
            all.map(([[scheme, name, port], rest]) => `${scheme}://${name}${port}${rest}`).join(gap),
          );
          expect(new Set(origins).size).toBe(origins.length);
          expect(originsIn(origins.join(' '))).toEqual(origins);
          expect(CreateKey.safeParse({ name: 'n', teamId: 't', scopes: ['feedback'], origins }).success).toBe(true);
        },
      ),
    );
  });

  test.each([
    '*',
    'null',
    'https://me:secret@shop.example.com',
    'javascript:alert(1)',
    'https://*.example.com',
    'ftp://a.b',
  ])('%s opens nothing', (text) => {
    const asked = { name: 'n', teamId: 't', scopes: ['feedback'], origins: originsIn(text) };
    expect(CreateKey.safeParse(asked).success).toBe(false);
  });
});
