import { fuzzWire } from '../fuzz/fuzz.ts';
import { numbersFrom, printResult, printTable } from './report.ts';

/** `npm run bench -- fuzz --seconds 60 [--seed n]`: exit code 1 on any failure; the seed repeats the run. */
export async function run(args: readonly string[]): Promise<void> {
  const { seconds, seed } = numbersFrom(args, { seconds: 60, seed: Date.now() >>> 0 });
  const { failures, ...counts } = await fuzzWire({ seconds, seed });
  for (const failure of failures) console.error(failure);
  printTable([
    ['what', 'value'],
    ...Object.entries(counts).map(([name, value]) => [name, Math.round(value * 100) / 100]),
  ]);
  printResult({ ...counts, seconds, failures: failures.length });
  if (failures.length > 0) process.exitCode = 1;
}
