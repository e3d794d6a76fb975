import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { countVitest, failuresOf, resultOf, runPart, withSecond } from './part.mjs';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-suite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const node = (code: string): string[] => [process.execPath, '-e', code];
const report = (passed: number, failed: number, files: object[] = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: files,
});

test('counts tests, and a file that could not be loaded as one failed', () => {
  expect(countVitest(report(5, 0))).toEqual({ passed: 5, failed: 0, skipped: 3 });
  const broken = { status: 'failed', assertionResults: [] };
  const named = { status: 'failed', assertionResults: [{ status: 'failed' }] };
  expect(countVitest(report(5, 1, [broken, named]))).toMatchObject({ failed: 2 });
  expect(countVitest(null)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('names what failed and why, in one line each', () => {
  const why = { status: 'failed', fullName: 'adds up', failureMessages: ['Error: 1 is not 2\n    at here'] };
  const files = [
    { name: '/x/a.test.ts', status: 'failed', assertionResults: [why, { status: 'passed' }] },
    { name: '/x/b.test.ts', status: 'failed', message: 'cannot load', assertionResults: [] },
    { name: '/x/c.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] },
  ];
  expect(failuresOf(report(5, 1, files))).toEqual([
    '/x/a.test.ts > adds up: Error: 1 is not 2',
    '/x/b.test.ts: cannot load',
  ]);
  expect(failuresOf(null)).toEqual([]);
});

test('a program that fails is a failure, whatever its report says', () => {
  const json = join(folder, 'fine.json');
  writeFileSync(json, JSON.stringify(report(5, 0)));
  expect(resultOf({ name: 'a', command: [], json }, { code: 1, output: '', ms: 1 })).toMatchObject({
    ok: false,
    passed: 5,
    failed: 1,
  });
  expect(resultOf({ name: 'a', command: [], json }, { code: 0, output: '', ms: 1 })).toMatchObject({
    ok: true,
    passed: 5,
    failed: 0,
  });
});

test('a report of an earlier run does not count', async () => {
  const json = join(folder, 'old.json');
  writeFileSync(json, JSON.stringify(report(5, 0)));
  expect(await runPart({ name: 'a', command: node('0'), json }, { cwd: folder })).toMatchObject({
    ok: false,
    passed: 0,
    failed: 1,
  });
});

test('a part that hangs is ended, and one that cannot start says why', async () => {
  const hung = await runPart(
    { name: 'a', command: node('setTimeout(() => {}, 60_000)') },
    { cwd: folder, limitMs: 300 },
  );
  expect(hung).toMatchObject({ ok: false, failed: 1 });
  expect(hung.output).toContain('stopped after 0.3 s');
  const absent = await runPart({ name: 'a', command: [join(folder, 'absent')] }, { cwd: folder });
  expect(absent.output).toContain('cannot run');
});

/** The suite as the scripts call it, in a process of its own: what it prints, and its exit code. */
function suite(stages: object[][]): { status: number | null; stdout: string } {
  const entry = `import { runSuite } from ${JSON.stringify(join(import.meta.dirname, 'suite.mjs'))};
    process.exitCode = (await runSuite(${JSON.stringify(stages)}, { cwd: '.' })) ? 0 : 1;`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', entry], { cwd: folder, encoding: 'utf8' });
}

test('a failing part hides no other, is shown with its output, and sets the exit code', () => {
  const bad = { name: 'bad', command: node('console.log("what went wrong"); process.exit(3)') };
  const good = { name: 'good', command: node('console.log("fine")') };
  const ended = suite([[bad, good], [good]]);
  expect(ended.status).toBe(1);
  expect(ended.stdout).toContain('what went wrong');
  expect(ended.stdout).toMatch(/FAILED {2}bad/);
  expect(ended.stdout.trimEnd().split('\n').at(-1)).toBe('2 passed, 1 failed');
});

test('the last line is plain when all is well', () => {
  const ended = suite([[{ name: 'one', command: node('0') }]]);
  expect([ended.status, ended.stdout.trimEnd().split('\n').at(-1)]).toEqual([0, '1 passed, 0 failed']);
});

test('of parts side by side one shows its output as it comes, the others at their end', () => {
  const quick = { name: 'quick', command: node('console.log("quick is done")') };
  const long = {
    ...{ name: 'long', live: true },
    command: node('console.log("long begins"); setTimeout(() => console.log("long is done"), 1500)'),
  };
  const { stdout } = suite([[quick, long]]);
  const at = (text: string): number => stdout.indexOf(text);
  expect(at('long begins')).toBeGreaterThan(0);
  expect(at('quick is done')).toBeGreaterThan(at('── quick: ok'));
  expect(at('long is done')).toBeGreaterThan(Math.max(at('quick is done'), at('long begins')));
  // What was shown as it came is not shown again.
  expect(at('── long: ok')).toBe(-1);
});

describe('a second try', () => {
  const json = join(folder, 'again.json');
  const failing = (names: string[]) =>
    report(
      1,
      names.length,
      names.map((name) => ({
        name,
        status: 'failed',
        assertionResults: [{ status: 'failed', fullName: 'waits', failureMessages: ['Error: too late'] }],
      })),
    );
  const leaves = (what: object, code: number, where = json): string[] => [
    process.execPath,
    '-e',
    'require("node:fs").writeFileSync(process.argv[1], process.argv[2]); process.exit(Number(process.argv[3]))',
    where,
    JSON.stringify(what),
    String(code),
  ];

  const other = join(folder, 'other.json');
  const second = (what: object, code: number) => ({ command: leaves(what, code, other), json: other });

  test('the files that failed run by themselves; what passes then is told as unsteady', async () => {
    let asked: string[] = [];
    const again = (files: string[]) => ((asked = files), second(report(4, 0), 0));
    const part = { name: 'a', json, command: leaves(failing(['/x/a.test.ts']), 1), again };
    const result = await runPart(part, { cwd: folder });
    expect(asked).toEqual(['/x/a.test.ts']);
    expect(result).toMatchObject({ ok: true, passed: 2, failed: 0, failures: [] });
    expect(result.unsteady).toEqual(['/x/a.test.ts > waits: Error: too late']);
  });

  test('what fails twice is a failure', async () => {
    const again = () => second(failing(['/x/a.test.ts']), 1);
    const part = { name: 'a', json, command: leaves(failing(['/x/a.test.ts']), 1), again };
    const result = await runPart(part, { cwd: folder });
    expect(result).toMatchObject({ ok: false, failed: 1, failures: ['/x/a.test.ts > waits: Error: too late'] });
    expect(result.unsteady).toBeUndefined();
  });

  test('none for many files, for a program without tests, or for one that names no file', async () => {
    let tries = 0;
    const again = () => ((tries += 1), second(report(4, 0), 0));
    const many = ['/x/a', '/x/b', '/x/c', '/x/d'];
    await runPart({ name: 'a', json, command: leaves(failing(many), 1), again }, { cwd: folder });
    await runPart({ name: 'a', json, command: leaves(report(4, 0), 1), again }, { cwd: folder });
    expect(await runPart({ name: 'a', command: node('process.exit(1)') }, { cwd: folder })).toMatchObject({
      ok: false,
    });
    expect(tries).toBe(0);
  });

  test('both outputs are kept', () => {
    const first = resultOf({ name: 'a', command: [] }, { code: 1, output: 'one', ms: 1 });
    const second = resultOf({ name: 'a', command: [] }, { code: 0, output: 'two', ms: 2 });
    expect(withSecond(first, second)).toMatchObject({ ok: true, ms: 3 });
    expect(withSecond(first, second).output).toMatch(/^one[^]*two$/);
  });
});
