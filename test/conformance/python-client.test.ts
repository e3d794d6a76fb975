import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeProvider, startFakeProvider } from '../../packages/demo/src/provider/index.ts';
import type { RunList, RunPage } from '../../packages/server/src/rooms/monitoring/contract.ts';
import { openSdkWorld, type SdkWorld } from './sdk-world.ts';

/** The Python client by Debian's own Python: its tests, the contract of all SDKs at a running server, and its example. */
const root = join(import.meta.dirname, '..', '..');
const minutes = 60_000;
const run = promisify(execFile);

let folder: string;
let world: SdkWorld;
let provider: FakeProvider;

beforeAll(async () => {
  await run('python3', ['--version']).catch((cause: unknown) => {
    throw new Error('There is no python3 here: `apt-get install python3`, which brings all that the client needs.', {
      cause,
    });
  });
  folder = mkdtempSync(join(tmpdir(), 'signalbox-python-'));
  // Away from the repository, as somebody has it who copied the one file.
  for (const part of ['clients/python', 'examples/python-plain', 'test/fixtures/liquid-subset.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true, filter: (path) => !path.includes('__pycache__') });
  cpSync(join(root, 'test/fixtures/sdk-contract.json'), join(folder, 'test/fixtures/sdk-contract.json'));
  [world, provider] = await Promise.all([openSdkWorld(), startFakeProvider()]);
}, 3 * minutes);
afterAll(async () => {
  await world?.close();
  await provider?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** `-I` would hide the file beside the program: only the environment is kept away. */
const python = (cwd: string, args: readonly string[], env: Record<string, string> = {}) =>
  run('python3', [...args], {
    cwd: join(folder, cwd),
    env: { PATH: process.env['PATH'], PYTHONDONTWRITEBYTECODE: '1', ...env },
    timeout: 4 * minutes,
    maxBuffer: 1 << 24,
  });

test('is one file that needs the standard library alone, in the words of Python 3.9', async () => {
  const text = readFileSync(join(folder, 'clients/python/signalbox.py'), 'utf8');
  const look = `import ast, sys
tree = ast.parse(open('signalbox.py').read(), feature_version=(3, 9))
names = {n.split('.')[0] for node in ast.walk(tree) for n in ([a.name for a in node.names] if isinstance(node, ast.Import) else [node.module] if isinstance(node, ast.ImportFrom) else [])}
print(sorted(names - set(sys.stdlib_module_names)))`;
  expect((await python('clients/python', ['-c', look])).stdout.trim()).toBe('[]');
  expect(text).not.toMatch(/^\s*match .*:$/m);
});

test(
  'passes its own tests',
  async () => {
    const { stderr } = await python('clients/python', ['-m', 'unittest', 'test_signalbox']);
    expect(stderr).toMatch(/\nOK( \(skipped=\d\))?\n$/);
  },
  2 * minutes,
);

test(
  'does what every SDK must',
  async () => {
    const { stderr } = await python('clients/python', ['-m', 'unittest', 'test_signalbox.Contract'], world.env);
    expect(stderr).toMatch(/\nOK\n$/);
  },
  5 * minutes,
);

test(
  'runs its example: spans carry release and prompt version',
  async () => {
    const env = { ...world.env, OPENAI_BASE_URL: `${provider.url}/v1`, OPENAI_API_KEY: 'none' };
    const { stdout } = await python('examples/python-plain', ['main.py'], {
      ...env,
      PYTHONPATH: join(folder, 'clients/python'),
    });
    expect(stdout).toContain('shipped yesterday');
    await expect
      .poll(() => runOf('example-python'), { timeout: minutes, interval: 1_000 })
      .toMatchObject({
        run: {
          ...{ agent: 'contract', promptName: 'contract/system', promptVersion: '2', modelCalls: 2, toolCalls: 1 },
          outcome: { value: 'completed', source: 'declared' },
        },
      });
  },
  3 * minutes,
);

async function runOf(conversation: string): Promise<RunPage | null> {
  const { items } = await world.live().get<RunList>('/api/v1/runs?limit=50');
  const own = items.find((one) => one.conversation === conversation);
  return own === undefined ? null : world.live().get<RunPage>(`/api/v1/runs/${own.id}`);
}
