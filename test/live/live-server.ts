import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Server, startServer, stopServer } from '../bench/server.ts';

/** A real server on embedded stores in a folder of its own, and an admin signed in at it. */
export type LiveServer = {
  server: Server;
  dataDir: string;
  get<Answer>(path: string): Promise<Answer>;
  post(path: string, body: unknown): Promise<Response>;
  close(): Promise<void>;
};

/**
 * @param env settings beside the usual ones
 * @param dir folder of an earlier one that was killed, whose stores this one goes on with
 */
export async function liveServer(
  env: Record<string, string> = {},
  dir = mkdtempSync(join(tmpdir(), 'signalbox-live-')),
): Promise<LiveServer> {
  const dataDir = join(dir, 'data');
  const server = await startServer({ dataDir, port: 0, otlpPort: 0, logFile: join(dir, 'server.log'), env });
  const signIn = await fetch(`${server.url}/api/v1/sign-in/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: server.signInToken }),
  });
  const cookie = signIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0]!)
    .join('; ');
  const get = async <Answer>(path: string): Promise<Answer> => {
    const answer = await fetch(server.url + path, { headers: { cookie } });
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  const { csrf } = await get<{ csrf: string }>('/api/v1/me');
  return {
    server,
    dataDir,
    get,
    post: (path, body) =>
      fetch(server.url + path, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', 'x-signalbox-csrf': csrf },
        body: JSON.stringify(body),
      }),
    async close() {
      await stopServer(server);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
