import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { after, carrier, environmentVariable, filesHere, randomHex, wait } from './builtin.ts';

afterEach(() => vi.unstubAllEnvs());

test('what Node has is found at run time', async () => {
  vi.stubEnv('SIGNALBOX_TRY', 'x');
  expect([environmentVariable('SIGNALBOX_TRY'), environmentVariable('SIGNALBOX_GONE')]).toEqual(['x', undefined]);
  expect(await filesHere()!.readFile(import.meta.filename, 'utf8')).toContain('at run time');
  const store = carrier<string>()!;
  const seen = await store.run('a', async () => {
    await Promise.resolve();
    return store.getStore();
  });
  expect([seen, store.getStore()]).toEqual(['a', undefined]);
});

test('random digits are of the length asked for, and others each time', () => {
  const all = Array.from({ length: 100 }, () => randomHex(8));
  expect(all.every((one) => /^[0-9a-f]{16}$/.test(one))).toBe(true);
  expect(new Set(all).size).toBe(100);
  vi.stubGlobal('crypto', undefined);
  expect(randomHex(16)).toMatch(/^[0-9a-f]{32}$/);
  vi.unstubAllGlobals();
});

test('timers go off, unless they are stopped', async () => {
  const gone: string[] = [];
  after(1, () => gone.push('a'));
  after(1, () => gone.push('b')).stop();
  const waiting = wait(60_000);
  waiting.stop();
  await waiting.over;
  await wait(10).over;
  expect(gone).toEqual(['a']);
});

describe('a program', () => {
  const sdk = join(import.meta.dirname, 'index.ts');
  const run = (code: string) =>
    promisify(execFile)(
      process.execPath,
      ['--input-type=module', '-e', `import { signalbox } from ${JSON.stringify(sdk)};${code}`],
      {
        env: { PATH: process.env['PATH'] },
      },
    ).catch((error: unknown) => error as { code: number; stdout: string; stderr: string });
  const options = `{ url: 'http://127.0.0.1:9', key: 'sbx_a_b', agent: 'helper', timeoutMs: 200 }`;

  test('that waits for a server which is away is told so, and does not end before', async () => {
    const { stdout } = await run(
      `await signalbox(${options}).release().catch((error) => console.log(error.code, error.message)); process.exit(0)`,
    );
    expect(stdout).toBe('unavailable Signalbox at http://127.0.0.1:9 does not answer, and nothing was kept.\n');
  });

  test('ends by itself once it has closed, also where nothing could be sent', async () => {
    const { stdout, stderr } = await run(
      `const own = signalbox({ ...${options}, fallback: { version: '0' } });
       console.log(await own.run({}, (run) => run.release.version));
       await own.close(200); console.log('closed');`,
    );
    expect(stdout, stderr).toBe('0\nclosed\n');
  });

  test('on a Node or in a browser without what newer ones have goes without files and without carrying runs along', async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '-e',
      `process.getBuiltinModule = undefined; delete globalThis.crypto;
       const { signalbox } = await import(${JSON.stringify(sdk)});
       const fallback = { version: '1', prompts: [{ slot: 'system', body: 'Hi {{ name }}.' }] };
       const own = signalbox({ ...${options}, fallback, cacheDir: '/nowhere' });
       const said = await own.run({}, (run) => run.span('step', () => run.prompt('system', { name: 'Ada' }).text));
       console.log(said, /^js-[0-9a-f]{8}$/.test(own.instance.replace(process.env.HOSTNAME ?? 'js', 'js')));
       await own.close(200);`,
    ]);
    expect(stdout, stderr).toBe('Hi Ada. true\n');
  });
});
