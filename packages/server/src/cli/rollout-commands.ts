import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { rolloutSchema } from '../rooms/lifecycle/index.ts';

/** Rollouts as files. */
export function addRolloutCommands(program: Command): void {
  program
    .command('rollout')
    .description('the guarded way from a stable to a candidate release')
    .command('schema')
    .description('the JSON Schema of a rollout, for editors')
    .argument('[file]', 'where to write it (default: print it)')
    .action((file?: string) => {
      const text = `${JSON.stringify(rolloutSchema(), null, 2)}\n`;
      if (file === undefined) process.stdout.write(text);
      else writeFileSync(file, text);
    });
}
