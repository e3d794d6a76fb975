import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** How parts of a suite call vitest in `root`; each leaves its JSON report, by name, in `.test`. Options among `args` have their value behind `=`. @returns {(name: string, args: string[], env?: Record<string, string>) => import('./part.mjs').Part} */
export function vitestIn(root) {
  const reports = join(root, '.test');
  mkdirSync(reports, { recursive: true });
  return (name, args, env) => {
    const report = (file) => {
      const json = join(reports, file);
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${json}`];
      return { json, command: [process.execPath, join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters] };
    };
    const called = name.replaceAll(/\W+/g, '-');
    const first = report(`${called}.json`);
    const second = report(`${called}-again.json`);
    const options = args.filter((arg) => arg.startsWith('--'));
    const again = (files) => ({ ...second, command: [...second.command, ...options, ...files] });
    return { ...first, name, env, command: [...first.command, ...args], again };
  };
}
