import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from './lock.mjs';
import { chooseNode, envWithoutBin, npmCommand } from './runtime.mjs';
import { filesOf, hashOf, stampIs, writeStamp } from './stamp.mjs';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'signalbox-setup-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (path: string, text: string): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};

test('a second set-up waits until the first releases the lock, and says so once', async () => {
  const lock = join(folder, 'lock');
  const release = await takeLock(lock);
  const said: string[] = [];
  let entered = false;
  const second = takeLock(lock, { say: (line: string) => said.push(line), pollMs: 10 }).then(
    (done: () => void) => ((entered = true), done),
  );
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(entered).toBe(false);
  release();
  (await second)();
  expect(said).toEqual([`another set-up (pid ${process.pid}) is at work; waiting for it`]);
  expect(existsSync(lock)).toBe(false);
});

test('a lock whose owner is dead is taken over, also when its pid was given to another process', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  for (const owner of [`${dead} 1`, `${process.pid} 1`]) {
    put('lock/owner', owner);
    const release = await takeLock(join(folder, 'lock'), { limitMs: 1000, pollMs: 10 });
    release();
    expect(readdirSync(folder)).toEqual([]);
  }
});

test('ten set-ups at once enter one after the other over a dead lock', async () => {
  put('lock/owner', '999999999 1');
  const entry = `import { takeLock } from ${JSON.stringify(join(import.meta.dirname, 'lock.mjs'))};
    import { mkdirSync, rmdirSync } from 'node:fs';
    const release = await takeLock('lock', { pollMs: 5 });
    mkdirSync('inside'); await new Promise((r) => setTimeout(r, 20)); rmdirSync('inside'); release();`;
  const codes = Array.from({ length: 10 }, () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', entry], { cwd: folder, stdio: 'ignore' });
    return new Promise((resolve) => child.once('exit', resolve));
  });
  expect(await Promise.all(codes)).toEqual(Array(10).fill(0));
});

test('gives up on a lock that is held for too long, and names the owner', async () => {
  const release = await takeLock(join(folder, 'lock'));
  await expect(takeLock(join(folder, 'lock'), { limitMs: 30, pollMs: 10 })).rejects.toThrow(`pid ${process.pid}`);
  release();
});

test('takes the Node that npm linked, else the one of the shell, else says what to do', () => {
  const shell = (node: string) => ({
    current: { versions: { node }, execPath: '/usr/bin/node', platform: 'sunos', arch: 'x64' },
  });
  expect(chooseNode('/p', { ...shell('20.19.0'), probe: () => '24.21.0' })).toEqual({
    path: '/p/node_modules/.bin/node',
    version: '24.21.0',
  });
  expect(chooseNode('/p', { ...shell('26.0.1'), probe: () => '' })).toEqual({
    path: '/usr/bin/node',
    version: '26.0.1',
  });
  expect(() => chooseNode('/p', { ...shell('22.15.0'), probe: () => '22.1.0' })).toThrow(
    /Node 24 or newer.*sunos-x64.*22\.15\.0.*Install Node 24/s,
  );
});

test('npm is called by the Node that started it, never through the folder it is about to delete', () => {
  expect(npmCommand({ npm_node_execpath: '/usr/bin/node', npm_execpath: '/usr/lib/npm-cli.js' })).toEqual([
    '/usr/bin/node',
    '/usr/lib/npm-cli.js',
  ]);
  expect(npmCommand({})).toEqual(['npm']);
  expect(envWithoutBin({ PATH: '/p/node_modules/.bin:/usr/bin:/q/node_modules/.bin/', A: '1' })).toEqual({
    PATH: '/usr/bin',
    A: '1',
  });
});

test('a stamp changes with content, name and removal, and not with what builds leave behind', () => {
  put('web/a.ts', 'one');
  put('web/b/c.css', 'two');
  const now = (): string => hashOf(folder, filesOf([join(folder, 'web'), join(folder, 'absent')]));
  const first = now();
  put('web/node_modules/x.js', 'x');
  put('web/dist/x.js', 'x');
  put('web/a.test.ts', 'x');
  expect(now()).toBe(first);
  put('web/a.ts', 'One');
  const edited = now();
  rmSync(join(folder, 'web/b/c.css'));
  const removed = now();
  put('web/b/d.css', 'two');
  expect(new Set([first, edited, removed, now()]).size).toBe(4);
});

test('a stamp is there only once written', () => {
  const stamp = join(folder, 'deep', 'stamp');
  expect(stampIs(stamp, 'a')).toBe(false);
  writeStamp(stamp, 'a');
  expect([stampIs(stamp, 'a'), stampIs(stamp, 'b')]).toEqual([true, false]);
});

const runner = join(import.meta.dirname, 'run.mjs');
const forwarding = (command: string): string =>
  `import { forwardSignals, run, stoppedBy } from ${JSON.stringify(runner)};
   forwardSignals();
   try { await run('sleeping', [process.execPath, '-e', ${JSON.stringify(command)}], { say: () => {} }); } catch (error) { console.log(error.message); process.exit(7); }`;

test('a signal reaches what set-up runs, and set-up ends with it', async () => {
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', forwarding(`console.error(process.pid); setTimeout(() => {}, 60_000)`)],
    { stdio: 'pipe' },
  );
  let out = '';
  child.stdout.on('data', (text) => (out += text));
  const inner = await new Promise<number>((resolve) =>
    child.stderr.once('data', (text) => resolve(Number(String(text)))),
  );
  child.kill('SIGTERM');
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(7);
  expect(out).toBe('stopped by SIGTERM\n');
  expect(() => process.kill(inner, 0)).toThrow('ESRCH');
});

test('the death of the shell that waits for set-up ends it too', async () => {
  const script = join(folder, 'setup.mjs');
  writeFileSync(script, forwarding(`console.error(process.pid); setTimeout(() => {}, 60_000)`));
  const shell = spawn('sh', ['-c', `N=$(${process.execPath} ${script}); echo $N`], { stdio: 'pipe' });
  const inner = await new Promise<number>((resolve) =>
    shell.stderr.once('data', (text) => resolve(Number(String(text)))),
  );
  shell.kill('SIGTERM');
  await expect.poll(() => alive(inner), { timeout: 5000 }).toBe(false);
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
