// Makes a fresh clone ready, in about a second when it is ready already. Zero dependencies: runs on whatever Node ≥ 20 started npm.
// Everything it says goes to stderr; stdout is one line, the path of the Node to go on with: N=$(node scripts/setup.mjs start) && exec "$N" …
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemPackages } from './setup/debian.mjs';
import { installedMatchesLock } from './setup/installed.mjs';
import { takeLock } from './setup/lock.mjs';
import { forwardSignals, run, stoppedBy } from './setup/run.mjs';
import { chooseNode, envWithoutBin, npmCommand } from './setup/runtime.mjs';
import { filesOf, hashOf, stampIs, writeStamp } from './setup/stamp.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);
const purpose = process.argv[2] ?? 'start';
const began = Date.now();
let worked = false;
const say = (line) => {
  worked = true;
  process.stderr.write(`set-up: ${line}\n`);
};

async function install() {
  const stamp = at('node_modules', '.setup-stamp');
  const wanted = hashOf(root, [at('package-lock.json')]);
  if (stampIs(stamp, wanted)) return;
  if (installedMatchesLock(root)) return writeStamp(stamp, wanted);
  // Gone first: what an interrupted install leaves must not look like a finished one.
  for (const mark of ['.setup-stamp', '.package-lock.json']) rmSync(at('node_modules', mark), { force: true });
  const line = [...npmCommand(), 'ci', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('installing packages', line, {
    cwd: root,
    env: envWithoutBin(),
    say,
    expect: 'about 30 s, 1.1 GB, only when they changed',
  });
  writeStamp(stamp, wanted);
}

async function buildServer(node) {
  const entry = at('packages', 'server', 'dist', 'cli', 'main.js');
  const tsc = [
    node,
    at('node_modules', 'typescript', 'bin', 'tsc'),
    '-b',
    at('packages', 'server'),
    at('packages', 'demo'),
    at('packages', 'sdk'),
  ];
  const fresh = !existsSync(entry);
  // tsc trusts its build info: without the output but with the info it would make nothing.
  if (fresh) rmSync(at('packages', 'server', 'tsconfig.tsbuildinfo'), { force: true });
  if (!existsSync(at('packages', 'demo', 'dist', 'main.js')))
    rmSync(at('packages', 'demo', 'tsconfig.tsbuildinfo'), { force: true });
  await run('building the server', tsc, { cwd: root, say, expect: fresh ? 'a few seconds' : '' });
}

async function buildWeb(node) {
  const server = at('packages', 'server', 'src');
  const inputs = filesOf([
    at('packages', 'web'),
    join(server, 'rooms'),
    join(server, 'access', 'contract.ts'),
    at('package-lock.json'),
  ]);
  const wanted = hashOf(
    root,
    inputs.filter((file) => !file.startsWith(join(server, 'rooms')) || file.endsWith('contract.ts')),
  );
  const stamp = at('packages', 'server', 'dist', 'web.stamp');
  if (stampIs(stamp, wanted) && existsSync(at('packages', 'server', 'dist', 'web', 'index.html'))) return;
  const vite = [node, at('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'];
  await run('building the web', vite, { cwd: at('packages', 'web'), say, expect: 'a few seconds' });
  writeStamp(stamp, wanted);
}

/** For tests a broken build must not hide the other failures: the type check and the browser tests report it themselves. */
const orReport = (work) =>
  purpose === 'test' ? work.catch((error) => (stoppedBy() ? Promise.reject(error) : say(error.message))) : work;

forwardSignals();
let release = () => {};
process.on('exit', () => release());
try {
  release = await takeLock(at('.setup-lock'), { say });
  await install();
  const node = chooseNode(root);
  await orReport(buildServer(node.path));
  await orReport(buildWeb(node.path));
  if (purpose === 'test') await systemPackages({ say, ci: Boolean(process.env['CI']) });
  if (stoppedBy()) throw new Error(`stopped by ${stoppedBy()}`);
  if (worked && !process.argv.includes('--quiet'))
    say(`ready in ${((Date.now() - began) / 1000).toFixed(1)} s, on Node ${node.version}`);
  process.stdout.write(`${node.path}\n`);
} catch (error) {
  process.stderr.write(`set-up: ${error.message}\n`);
  process.exitCode = stoppedBy() ? 130 : 1;
}
