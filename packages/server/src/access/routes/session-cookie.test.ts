import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { dropCookie, putCookie, readCookie, sessionCookie } from './session-cookie.ts';

/** What a browser is told to keep by a server that people open there. */
async function told(publicUrl: string, path: '/put' | '/drop', cookie = ''): Promise<string[]> {
  const app = new Hono();
  app.get('/put', (c) => {
    putCookie(c, publicUrl, { name: sessionCookie, value: 'token' });
    return c.text('');
  });
  app.get('/drop', (c) => {
    dropCookie(c, publicUrl, sessionCookie);
    return c.text('');
  });
  return (await app.request(path, { headers: { cookie } })).headers.getSetCookie();
}
async function read(cookie: string): Promise<string> {
  const app = new Hono();
  app.get('/', (c) => c.text(readCookie(c, sessionCookie) ?? 'none'));
  return (await app.request('/', { headers: { cookie } })).text();
}
const host = '__Host-signalbox_session';

test('over TLS at the root of a host the name keeps other hosts from planting one', async () => {
  for (const url of ['https://box.example.com', 'https://box.example.com:8443/'])
    expect(await told(url, '/put')).toEqual([`${host}=token; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Lax`]);
});

test('without TLS, or under a sub-path, browsers would not take that name', async () => {
  const [plain] = await told('http://127.0.0.1:7460', '/put');
  expect(plain).toBe('signalbox_session=token; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax');
  const [below] = await told('https://tools.example.com/signalbox', '/put');
  expect(below).toBe('signalbox_session=token; Max-Age=2592000; Path=/signalbox; HttpOnly; Secure; SameSite=Lax');
});

test('one of before is honoured, gives way to a new one, and goes at sign-out', async () => {
  expect(await read('signalbox_session=old')).toBe('old');
  expect(await read(`signalbox_session=old; ${host}=new`)).toBe('new');
  expect(await read('other=1')).toBe('none');
  const url = 'https://box.example.com';
  const [gone, kept] = await told(url, '/put', 'signalbox_session=old');
  expect([gone, kept]).toEqual([
    expect.stringMatching(/^signalbox_session=; Max-Age=0; Path=\/; Secure/),
    expect.stringMatching(new RegExp(`^${host}=token;`)),
  ]);
  expect((await told(url, '/drop')).map((one) => one.split(';')[0])).toEqual(['signalbox_session=', `${host}=`]);
  expect((await told('http://127.0.0.1', '/drop')).map((one) => one.split(';')[0])).toEqual(['signalbox_session=']);
});

test('other spellings of the names are none of ours', async () => {
  expect(await read('__Secure-signalbox_session=x; __host-signalbox_session=y')).toBe('none');
});
