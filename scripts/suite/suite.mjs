import { runPart, stopParts } from './part.mjs';

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const heading = (text) => console.log(`\n── ${text} ${'─'.repeat(Math.max(3, 76 - text.length))}`);

/**
 * Runs stages one after the other and the parts of a stage side by side, of which one may show its output as it comes; one failing part
 * hides no other. Ends with a table and the
 * plain line "N passed, N failed".
 * @param {import('./part.mjs').Part[][]} stages
 * @returns {Promise<boolean>} true when nothing failed.
 */
export async function runSuite(stages, { cwd, limitMs }) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopParts(signal));
  const began = Date.now();
  const results = [];
  for (const stage of stages) {
    const shown = stage.length === 1 ? stage[0] : stage.find((part) => part.live);
    const others = stage.filter((part) => part !== shown).map((part) => part.name);
    if (others.length > 0) console.log(`\n… ${others.join(', ')}`);
    if (shown) heading(shown.name);
    const ended = stage.map(async (part) => {
      const live = part === shown;
      const result = await runPart(part, { cwd, live, limitMs });
      if (!live) show(result);
      results.push(result);
    });
    await Promise.all(ended);
  }
  heading('result');
  for (const one of results) console.log(rowOf(one));
  for (const failure of results.flatMap((one) => one.failures))
    console.log(`FAILED  ${failure.replaceAll(`${cwd}/`, '')}`);
  for (const one of results.flatMap(({ unsteady = [] }) => unsteady))
    console.log(`UNSTEADY (failed, then passed by itself)  ${one.replaceAll(`${cwd}/`, '')}`);
  const sum = (key) => results.reduce((total, one) => total + one[key], 0);
  if (sum('skipped') > 0) console.log(`${sum('skipped')} skipped (their parts say why)`);
  console.log(`took ${seconds(Date.now() - began)}`);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  return results.every((one) => one.ok);
}

function show(result) {
  heading(`${result.name}: ${result.ok ? 'ok' : 'FAILED'} in ${seconds(result.ms)}`);
  const output = result.output.trim();
  if (output) console.log(result.ok ? output.split('\n').slice(-12).join('\n') : output);
}

const rowOf = (one) =>
  `${one.ok ? 'ok    ' : 'FAILED'}  ${one.name.padEnd(34)} ${String(one.passed).padStart(5)} passed ${String(one.failed).padStart(4)} failed ${String(one.skipped).padStart(4)} skipped  ${seconds(one.ms).padStart(8)}`;
