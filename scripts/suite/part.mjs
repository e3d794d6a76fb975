import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

/**
 * One part of a suite: a program, and how its tests are counted.
 * @typedef {{ name: string, command: string[], env?: Record<string, string>, json?: string, live?: boolean, again?: (files: string[]) => { command: string[], json: string } }} Part `json`: where vitest's JSON reporter writes; `live`: of parts side by side the one whose output is shown as it comes; `again`: how a few of its files run once more
 * @typedef {{ name: string, ok: boolean, passed: number, failed: number, skipped: number, failures: string[], ms: number, output: string, files: string[], unsteady?: string[] }} Result `failures`: the tests that failed, with the first line of why; `files`: where they are; `unsteady`: what failed at first and not by itself
 */

/** More files than this that fail are no accident, and are not tried again. */
const MAY_BE_UNSTEADY = 3;

const running = new Set();
let stopped = false;

/** Ends what runs; parts that have not begun report that they were stopped. */
export function stopParts(signal) {
  stopped = true;
  for (const child of running) child.kill(signal);
}

/**
 * Runs one part. With `live` its output goes straight out, else it is kept for the report. A few files that fail run once more by
 * themselves, whole: what passes then is told as unsteady, not hidden.
 * @returns {Promise<Result>} never rejects.
 */
export async function runPart(part, options) {
  const first = await runOnce(part, options);
  const { files } = first;
  if (first.ok || !part.again || files.length === 0 || files.length > MAY_BE_UNSTEADY || stopped) return first;
  const second = await runOnce({ ...part, ...part.again(files) }, options);
  return withSecond(first, second);
}

/** @returns {Result} the first with what the second try of its failed files says. */
export function withSecond(first, second) {
  const output = `${first.output}\n… once more: ${first.files.join(', ')}\n${second.output}`;
  const ms = first.ms + second.ms;
  if (!second.ok) return { ...first, output, ms };
  const { passed, failed, failures } = first;
  return { ...first, ok: true, passed: passed + failed, failed: 0, failures: [], unsteady: failures, output, ms };
}

function runOnce(part, { cwd, live = false, limitMs = 15 * 60_000 }) {
  const began = Date.now();
  if (part.json) rmSync(part.json, { force: true });
  return new Promise((resolve) => {
    if (stopped) return resolve(resultOf(part, { code: 1, output: 'stopped before it began\n', ms: 0 }));
    const [program, ...args] = part.command;
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...part.env },
      stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
    });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => (output += text));
    const timer = setTimeout(() => {
      output += `\nstopped after ${limitMs / 1000} s\n`;
      child.kill('SIGKILL');
    }, limitMs);
    const end = (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve(resultOf(part, { code, output, ms: Date.now() - began }));
    };
    child.once('error', (error) => {
      output += `cannot run ${program}: ${error.message}\n`;
      end(1);
    });
    child.once('close', (code) => end(code ?? 1));
  });
}

/** @returns {Result} A program that fails counts as one failed test at least, however few its report names. */
export function resultOf(part, { code, output, ms }) {
  const report = part.json ? readJson(part.json) : null;
  const counts = part.json ? countVitest(report) : { passed: code === 0 ? 1 : 0, failed: 0, skipped: 0 };
  const failed = code === 0 ? counts.failed : Math.max(counts.failed, 1);
  return {
    name: part.name,
    ok: failed === 0,
    ...counts,
    failed,
    failures: failuresOf(report),
    files: failedFiles(report),
    ms,
    output,
  };
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Tests of a report of vitest's JSON reporter. A file that could not be loaded has no tests, and counts as one failed. */
export function countVitest(report) {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((one) => one.status === 'failed'),
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** @returns {string[]} "file > test: first line of the reason", for what failed in a report of vitest's JSON reporter. */
export function failuresOf(report) {
  return (report?.testResults ?? []).flatMap((file) => {
    const failed = file.assertionResults.filter((one) => one.status === 'failed');
    if (failed.length === 0) return file.status === 'failed' ? [`${file.name}: ${firstLine(file.message)}`] : [];
    return failed.map((one) => `${file.name} > ${one.fullName}: ${firstLine(one.failureMessages?.[0])}`);
  });
}

const failedFiles = (report) =>
  (report?.testResults ?? []).filter((file) => file.status === 'failed').map((file) => file.name);

const firstLine = (text = '') => text.split('\n')[0].slice(0, 300);
