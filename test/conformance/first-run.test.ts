import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunList } from '../../packages/server/src/rooms/monitoring/contract.ts';

/** From nothing to the first own run, with the commands of the README and the npm registry; says how long each took. */

const root = join(import.meta.dirname, '..', '..');
const inGit = spawnSync('git', ['rev-parse', '--show-toplevel'], { cwd: root, encoding: 'utf8' }).stdout?.trim();
const isClone = inGit === root;
if (!isClone)
  console.log('\n!! SKIPPED first run: this copy is not a git repository of its own, so it cannot be cloned.\n');

let folder: string;
let clone: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-first-'));
  clone = join(folder, 'signalbox');
});
afterAll(() => {
  for (const { child } of started) if (child.exitCode === null && child.signalCode === null) end(child, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

type Said = { child: ChildProcess; text(): string; out(): string; done: Promise<number | null> };
const started: Said[] = [];

/** The environment of a new shell: nothing of npm's that runs this test, ports as a second Signalbox on the machine has them. */
function shell(): Record<string, string> {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_(?!config_)|VITEST|NODE_|TEST|SIGNALBOX_|OTEL_|INIT_CWD)/.test(name),
  );
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((entry) => !entry.endsWith('node_modules/.bin'));
  return {
    ...(Object.fromEntries(own) as Record<string, string>),
    PATH: path.join(delimiter),
    SIGNALBOX_STATE_DATA_DIR: join(folder, 'data'),
    SIGNALBOX_SERVER_PORT: '0',
    SIGNALBOX_SERVER_OTLP_PORT: '0',
    SIGNALBOX_SERVER_GRPC_PORT: '0',
  };
}

function command(line: readonly string[], cwd: string, env: Record<string, string> = {}): Said {
  const [program, ...args] = line;
  // The head of a group of its own, as in a terminal: Ctrl-C reaches all of it.
  const child = spawn(program!, args, { cwd, env: { ...shell(), ...env }, detached: true });
  let [text, out] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => ((text += chunk), (out += chunk)));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const done = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const said = { child, text: () => text, out: () => out, done };
  started.push(said);
  return said;
}

const end = (child: ChildProcess, signal: NodeJS.Signals): void => void process.kill(-child.pid!, signal);

async function until(said: Said, words: string, seconds: number): Promise<void> {
  for (const late = performance.now() + seconds * 1000; !said.text().includes(words);) {
    if (said.child.exitCode !== null || performance.now() > late)
      throw new Error(`Waited for "${words}"; it said:\n${said.text().slice(-4000)}`);
    await new Promise((next) => setTimeout(next, 50));
  }
}

async function firstRun(url: string, key: string): Promise<RunList['items'][number]> {
  for (let looks = 0; looks < 150; looks++) {
    const answer = await fetch(`${url}/api/v1/runs`, { headers: { 'x-signalbox-key': key } });
    const [run] = ((await answer.json()) as RunList).items;
    if (run?.steps === 2) return run;
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new Error('The run was not seen within 30 s.');
}

test.skipIf(!isClone)(
  'clone, start, connect, send, see',
  async () => {
    const took: { command: string; minutes: string }[] = [];
    const began = performance.now();
    let last = began;
    const note = (what: string): void => {
      const now = performance.now();
      took.push({ command: what, minutes: ((now - last) / 60_000).toFixed(2) });
      last = now;
    };
    const cloning = command(['git', 'clone', '--quiet', root, clone], folder);
    expect(await cloning.done, cloning.text()).toBe(0);
    note('git clone …/signalbox && cd signalbox');

    const server = command(['npm', 'start'], clone);
    await until(server, 'Stop with Ctrl-C', 420);
    note('npm start');
    const said = server.text();
    const url = /Open +(http:\/\/127\.0\.0\.1:\d+)/.exec(said)![1]!;
    const lines = Object.fromEntries([...said.matchAll(/^ +(OTEL_\w+)=(\S+)$/gm)].map((line) => [line[1]!, line[2]!]));
    expect(Object.keys(lines)).toHaveLength(3);
    const key = lines['OTEL_EXPORTER_OTLP_HEADERS']!.replace('x-signalbox-key=', '');

    const waiting = command(['npm', 'run', '-s', 'signalbox', '--', 'connect', '--wait', '--key', key], clone);
    await until(waiting, 'start the agent now', 60);
    note('npm run signalbox -- connect --wait --key …   (in a second terminal)');
    const agent = command([process.execPath, join(import.meta.dirname, 'first-agent.ts')], folder, lines);
    expect(await agent.done, agent.text()).toBe(0);
    note('the agent, with the three lines in its environment');
    expect(await waiting.done, waiting.text()).toBe(0);
    expect(waiting.text()).toContain(`Kept. The run is at ${url}/runs`);
    note('until "Kept" is said');

    const making = command(['npm', 'run', '-s', 'signalbox', '--', 'key', 'create', '--scopes', 'read'], clone);
    expect(await making.done, making.text()).toBe(0);
    const run = await firstRun(url, making.out().trim());
    expect(run).toMatchObject({
      agent: 'first',
      service: 'first-run',
      modelCalls: 1,
      tokens: { input: 12, output: 3 },
    });
    note('npm run signalbox -- key create --scopes read, and GET /api/v1/runs with it');

    end(server.child, 'SIGINT');
    await server.done;
    await expect(fetch(url)).rejects.toThrow();
    expect(existsSync(join(folder, 'data', 'operator.json'))).toBe(false);
    const minutes = ((last - began) / 60_000).toFixed(2);
    console.table([...took, { command: 'from the bare machine to the first own run', minutes }]);
  },
  600_000,
);
