import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** How parts of a suite call vitest in `root`; each leaves its JSON report, by name, in `.test`. Options among `args` have their value behind `=`. @returns {(name: string, args: string[], env?: Record<string, string>) => import('./part.mjs').Part} */
export function vitestIn(root) {
  const reports = join(root, '.test');
  mkdirSync(reports, { recursive: true });
  return (name, args, env) => {
    const json = join(reports, `${name.replaceAll(/\W+/g, '-')}.json`);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${json}`];
    const command = [process.execPath, join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters];
    const options = args.filter((arg) => arg.startsWith('--'));
    return { name, json, env, command: [...command, ...args], again: (files) => [...command, ...options, ...files] };
  };
}
