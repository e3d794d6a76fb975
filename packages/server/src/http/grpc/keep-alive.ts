import type { ServerHttp2Session } from 'node:http2';

/** How often a connection is asked whether anyone is there, how long the answer may take, and how long it may rest. */
export type Patience = { pingEveryMs: number; answerMs: number; restMs: number };

const usual: Patience = { pingEveryMs: 30_000, answerMs: 15_000, restMs: 15 * 60_000 };

/**
 * Ends a connection whose other side is gone or never was a client: it must answer pings. One that rests is told to go; exporters
 * open another when they have something to send. Clients' own pings are answered by the protocol's machine.
 */
export function keepAlive(session: ServerHttp2Session, { pingEveryMs, answerMs, restMs }: Patience = usual): void {
  let active = performance.now();
  let calls = 0;
  session.on('stream', (stream) => {
    calls++;
    stream.once('close', () => {
      calls--;
      active = performance.now();
    });
  });
  const timer = setInterval(() => {
    if (calls === 0 && performance.now() - active > restMs) return session.close();
    const silent = setTimeout(() => session.destroy(), answerMs);
    const asked = session.destroyed || session.closed ? false : session.ping(() => clearTimeout(silent));
    if (!asked) clearTimeout(silent);
  }, pingEveryMs);
  timer.unref();
  session.once('close', () => clearInterval(timer));
}
