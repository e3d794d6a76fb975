import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { threadsCalled } from './merges.ts';

const dir = mkdtempSync(join(tmpdir(), 'signalbox-merges-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A process of its own: a thread once lowered stays so. Prints the standing of its merge threads and of itself. */
const program = `
import { getPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Session } from 'chdb';
const { mergesGiveWay, threadsCalled } = await import(process.argv[1]);
const engine = new Session(process.argv[2]);
engine.query('CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a');
const merge = () => {
  for (let i = 0; i < 4; i++) engine.query('INSERT INTO t SELECT number FROM numbers(100000)');
  engine.query('OPTIMIZE TABLE t FINAL');
};
merge();
const found = threadsCalled('MergeMutate');
const before = found.map((thread) => getPriority(Number(thread)));
const giving = mergesGiveWay(10);
await sleep(200);
giving.close();
merge();
console.log(JSON.stringify({ before, after: found.map((thread) => getPriority(Number(thread))), own: getPriority() }));
engine.close();
process.exit(0);
`;

test('merges go behind; whoever inserts and asks keeps its place', async () => {
  const args = ['--input-type=module', '-e', program, join(import.meta.dirname, 'merges.ts'), dir];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname });
  const { before, after, own } = JSON.parse(stdout) as { before: number[]; after: number[]; own: number };
  expect(before.length).toBeGreaterThan(0);
  expect(before.every((standing) => standing === own)).toBe(true);
  expect(after.every((standing) => standing === 19)).toBe(true);
});

test('threads are found by their name, none by another', () => {
  expect(threadsCalled('no such thread')).toEqual([]);
});
