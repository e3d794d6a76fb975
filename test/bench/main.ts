// npm run bench -- <name> [--option value …]. Each bench is test/bench/<name>.ts with run(args); the last line is one flat JSON object.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { machineLine } from './report.ts';

const [name = '', ...args] = process.argv.slice(2);
const here = import.meta.dirname;
const isBench = (file: string): boolean =>
  file.endsWith('.ts') && /^export (async )?function run\(/m.test(readFileSync(join(here, file), 'utf8'));
const names = readdirSync(here)
  .filter(isBench)
  .map((file) => file.slice(0, -3));

if (!/^[a-z-]+$/.test(name) || !existsSync(join(here, `${name}.ts`)) || !names.includes(name)) {
  console.error(`Usage: npm run bench -- <${names.join('|')}> [--seconds n] [--spans n] [--kills n] …`);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130)); // 'exit' handlers end what was started
console.log(machineLine());
const bench = (await import(join(here, `${name}.ts`))) as { run(args: readonly string[]): Promise<void> };
await bench.run(args);
