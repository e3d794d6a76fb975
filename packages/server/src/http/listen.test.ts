import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { listen, listenNear } from './listen.ts';

const host = '127.0.0.1';
const open: Server[] = [];
const server = (): Server => {
  const one = createServer();
  open.push(one);
  return one;
};
afterEach(async () => {
  for (const one of open.splice(0)) if (one.listening) await new Promise((done) => one.close(done));
});

test('a taken port is null, and the same server may listen elsewhere', async () => {
  const taken = (await listen({ server: server(), host, port: 0 }))!;
  const second = server();
  expect(await listen({ server: second, host, port: taken })).toBeNull();
  expect(await listen({ server: second, host, port: 0 })).toBe((second.address() as AddressInfo).port);
});

test('the next free port is found, and a row of taken ones is named', async () => {
  const taken = (await listen({ server: server(), host, port: 0 }))!;
  expect(await listenNear({ server: server(), host, port: taken })).toBeGreaterThan(taken);
  await expect(listenNear({ server: server(), host, port: taken }, 1)).rejects.toMatchObject({
    code: 'config.port_unusable',
    message: expect.stringContaining(`Port ${taken} of ${host}`),
  });
});

test('after the last port there is none', async () => {
  // Held by us, or by another program: taken either way.
  await listen({ server: server(), host, port: 65_535 });
  await expect(listenNear({ server: server(), host, port: 65_535 })).rejects.toMatchObject({
    code: 'config.port_unusable',
  });
});

test('an address that is not of this machine, or means nothing, is said in words', async () => {
  // 192.0.2.0/24 is kept for documents (RFC 5737): no machine has it.
  await expect(listen({ server: server(), host: '192.0.2.1', port: 0 })).rejects.toMatchObject({
    code: 'config.port_unusable',
    message: expect.stringContaining('does not have that address'),
  });
});
