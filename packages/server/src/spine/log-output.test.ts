import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canMount, smallDisk } from './disk/small-disk.fixture.ts';
import { logOutput } from './log-output.ts';

const program = `
  import { logOutput } from ${JSON.stringify(new URL('./log-output.ts', import.meta.url).href)};
  import { createLog } from ${JSON.stringify(new URL('./log.ts', import.meta.url).href)};
  const log = createLog({ level: 'info', format: 'json' }, logOutput());
  for (let n = 0; n < 3; n++) log.info({ n }, 'line');
  await new Promise((done) => setTimeout(done, 50));
  console.log('alive');`;
const run = (stderr: number | 'pipe') =>
  spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', stderr],
    encoding: 'utf8',
  });

test.runIf(existsSync('/dev/full'))('a log on a full disk costs its lines, not the process', () => {
  const full = openSync('/dev/full', 'w');
  expect(run(full)).toMatchObject({ status: 0, stdout: 'alive\n' });
  closeSync(full);
});

test('on a pipe all lines come through', () => {
  expect(run('pipe').stderr.trim().split('\n')).toHaveLength(3);
});

test.runIf(canMount)('when there is room again, the log goes on and says how much is missing', () => {
  const disk = smallDisk(1);
  try {
    const file = join(disk.dir, 'log');
    const fd = openSync(file, 'a');
    const log = logOutput(fd);
    log.write('first\n');
    disk.fill();
    writeUntilFull(fd);
    for (let n = 0; n < 5; n++) log.write(`${'lost'.repeat(2000)}\n`);
    disk.free();
    log.write('last\n');
    closeSync(fd);
    const lines = readFileSync(file, 'utf8').split('\n');
    expect(lines[0]).toBe('first');
    expect(lines.slice(-3).join('\n')).toContain('"log lines lost","lines":5}\nlast\n');
  } finally {
    disk.remove();
  }
});

/** The rest of the last page that the file has. */
function writeUntilFull(fd: number): void {
  try {
    for (;;) writeSync(fd, '.');
  } catch {
    // That is what was wanted.
  }
}
