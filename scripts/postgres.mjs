// Starts Debian's PostgreSQL on a random loopback port with throw-away data; used by the test runner, CI and by hand.
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * @returns {Promise<{ url: string, stop: () => void }>} `url` logs in as a superuser without a password, from this machine only.
 */
export async function startPostgres() {
  const bin = binaries();
  const dir = mkdtempSync(join(tmpdir(), 'signalbox-postgres-'));
  const runner = unprivileged(dir);
  const run = (tool, ...args) => must(runner, join(bin, tool), args, dir);
  const port = await freePort();
  const data = join(dir, 'data');
  let stopped = false;
  const stop = () => {
    if (stopped) return;
    stopped = true;
    // "fast": ends sessions, then the server. Nothing of it is kept.
    if (existsSync(join(data, 'postmaster.pid'))) run('pg_ctl', '-D', data, '-w', '-m', 'fast', 'stop');
    rmSync(dir, { recursive: true, force: true });
  };
  process.once('exit', stop);
  try {
    run('initdb', '-D', data, '-U', 'signalbox', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N');
    const settings = `-c listen_addresses=127.0.0.1 -p ${port} -c unix_socket_directories=${dir} -c fsync=off -c max_connections=200`;
    run('pg_ctl', '-D', data, '-w', '-l', join(dir, 'log'), '-o', settings, 'start');
  } catch (error) {
    stop();
    throw error;
  }
  return { url: `postgres://signalbox@127.0.0.1:${port}/postgres`, stop };
}

function binaries() {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).filter((v) => existsSync(join(root, v, 'bin/initdb'))) : [];
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  if (newest === undefined) throw new Error('PostgreSQL is not installed. Run: apt-get install -y postgresql');
  return join(root, newest, 'bin');
}

/** initdb and postgres refuse root: there the package's own user runs them. */
function unprivileged(dir) {
  if (process.getuid?.() !== 0) return [];
  const id = (flag) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  chownSync(dir, id('-u'), id('-g'));
  return ['runuser', '-u', 'postgres', '--'];
}

function must(runner, tool, args, dir) {
  const [command, ...rest] = [...runner, tool, ...args];
  // pg_ctl's child would hold pipes open, so its words go to the log.
  const done = spawnSync(command, rest, {
    cwd: dir,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (done.status === 0) return;
  const log = join(dir, 'log');
  const words = existsSync(log) ? readFileSync(log, 'utf8').slice(-2000) : '';
  throw new Error(`${tool} failed (${done.status ?? done.signal}): ${done.stderr ?? done.error}\n${words}`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// By hand: `node scripts/postgres.mjs <command …>` runs a command with TEST_DATABASE_URL set.
if (process.argv[1] === import.meta.filename && process.argv.length > 2) {
  const server = await startPostgres();
  const env = { ...process.env, TEST_DATABASE_URL: server.url };
  const done = spawnSync(process.argv[2], process.argv.slice(3), { stdio: 'inherit', env });
  server.stop();
  process.exitCode = done.status ?? 1;
}
