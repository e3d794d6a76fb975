import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** PostgreSQL at the end of a wire that can lose notices, or be cut. */
export type PostgresWire = {
  url: string;
  /** From now on no NOTIFY comes through; false = they do. */
  deafen(deaf: boolean): void;
  /** Ends all connections and lets none through; false = it does again. */
  cut(isCut: boolean): void;
  /** How many notices were lost. */
  lost(): number;
  close(): Promise<void>;
};

const notice = 'A'.charCodeAt(0);

export async function postgresWire(target: string): Promise<PostgresWire> {
  const to = new URL(target);
  const open = new Set<Socket>();
  let [deaf, isCut, lost] = [false, false, 0];
  const server = createServer((client) => {
    if (isCut) return void client.destroy();
    const there = connect(Number(to.port), to.hostname);
    for (const one of [client, there]) {
      open.add(one);
      one.on('error', () => {});
      one.once('close', () => (open.delete(one), client.destroy(), there.destroy()));
    }
    client.pipe(there);
    there.on(
      'data',
      messagesOf((message) => {
        if (deaf && message[0] === notice) lost++;
        else client.write(message);
      }),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = new URL(target);
  [url.hostname, url.port] = ['127.0.0.1', String((server.address() as AddressInfo).port)];
  const end = (): void => open.forEach((one) => one.destroy());
  return {
    url: url.href,
    deafen: (now) => void (deaf = now),
    cut(now) {
      isCut = now;
      if (now) end();
    },
    lost: () => lost,
    async close() {
      end();
      await new Promise((done) => server.close(done));
    },
  };
}

/** What a server of PostgreSQL sends, message by message: a letter, the length with itself, the rest. */
function messagesOf(each: (message: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5 && rest.length >= 1 + rest.readInt32BE(1)) {
      const end = 1 + rest.readInt32BE(1);
      each(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  };
}
