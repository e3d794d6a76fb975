import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';

const onPath = (name) => (process.env['PATH'] ?? '').split(delimiter).some((folder) => executable(join(folder, name)));

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const hasPostgres = () =>
  existsSync('/usr/lib/postgresql') &&
  readdirSync('/usr/lib/postgresql').some((version) => executable(`/usr/lib/postgresql/${version}/bin/initdb`));

/** What the tests need of the system, beside npm: Debian's package, and how to see that it is there. */
const wanted = [
  {
    name: 'chromium',
    use: 'browser tests',
    there: () => executable(process.env['CHROMIUM'] ?? '') || onPath('chromium'),
  },
  { name: 'git', use: 'tests of syncs with a repository', there: () => onPath('git') },
  { name: 'python3', use: 'tests of the Python client', there: () => onPath('python3') },
  { name: 'postgresql', use: 'tests on a real PostgreSQL', there: hasPostgres },
];

/** Installs what is missing when this is root on a Debian; else says what to do. Only in CI is something missing an error. */
export async function systemPackages({ say, ci }) {
  const missing = wanted.filter((one) => !one.there());
  if (missing.length === 0) return;
  const names = missing.map((one) => one.name);
  const line = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    try {
      await run('package lists', ['apt-get', 'update', '-qq'], { env, say, expect: 'some seconds' });
      await run(`installing ${names.join(' and ')}`, line.split(' '), { env, say, expect: 'a minute or two' });
    } catch (error) {
      say(error.message);
    }
  }
  for (const one of missing.filter((one) => !one.there())) {
    const message = `${one.name} is missing, which the ${one.use} need. As root: apt-get install -y --no-install-recommends ${one.name}`;
    if (ci) throw new Error(message);
    say(`${message} (they are skipped until then)`);
  }
}
