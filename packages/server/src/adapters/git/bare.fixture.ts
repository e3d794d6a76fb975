import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes of a file; with a mode what is no plain file; null = it goes. Paths may be bytes that are no UTF-8 (latin1). */
export type Put = string | Uint8Array | { mode: '120000' | '160000' | '100755'; data: string } | null;
export type Bare = ReturnType<typeof openBare>;

/** A bare repository as somebody else would have it, made with the machine's git. */
export function openBare(parent = tmpdir()) {
  const folder = mkdtempSync(join(parent, 'signalbox-git-'));
  const url = join(folder, 'remote.git');
  const git = (args: readonly string[], input?: Uint8Array): string =>
    execFileSync('git', ['-C', url, ...args], {
      ...(input !== undefined && { input }),
      stdio: ['pipe', 'pipe', 'pipe'],
    })
      .toString('utf8')
      .trim();
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', url]);
  let made = 0;
  return {
    ...{ url, folder, git },
    head: (branch = 'main'): string => git(['rev-parse', branch]),
    /** A commit on top of the branch. Returns its id. */
    commit(files: Record<string, Put>, message = 'Change', by = 'Grace <grace@example.com>', branch = 'main'): string {
      const parts: (string | Uint8Array)[] = [];
      const data = (bytes: Uint8Array): void => void parts.push(`data ${bytes.length}\n`, bytes, '\n');
      parts.push(`commit refs/heads/${branch}\ncommitter ${by} ${1_795_000_000 + ++made} +0000\n`);
      data(Buffer.from(message));
      const hasParent = git(['for-each-ref', `refs/heads/${branch}`]) !== '';
      if (hasParent) parts.push(`from refs/heads/${branch}^0\n`);
      for (const [path, put] of Object.entries(files)) {
        const name = Buffer.from(`"${path.replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`, 'latin1');
        if (put === null) parts.push('D ', name, '\n');
        else if (typeof put === 'object' && 'mode' in put && put.mode === '160000')
          parts.push(`M 160000 ${put.data} `, name, '\n');
        else {
          const [mode, bytes] = typeof put === 'object' && 'mode' in put ? [put.mode, put.data] : ['100644', put];
          parts.push(`M ${mode} inline `, name, '\n');
          data(Buffer.from(bytes as string));
        }
      }
      git(['fast-import', '--quiet', '--force'], Buffer.concat(parts.map((part) => Buffer.from(part as string))));
      return git(['rev-parse', branch]);
    },
    text: (path: string, branch = 'main'): string => git(['show', `${branch}:${path}`]),
    paths: (branch = 'main'): string[] => git(['ls-tree', '-r', '--name-only', branch]).split('\n'),
    log: (branch = 'main'): string[] => git(['log', '--format=%an: %s', branch]).split('\n'),
    /** Runs before anything is taken in by a push; ends with 1 to refuse it. */
    hook(name: 'pre-receive' | 'update', script: string): void {
      writeFileSync(join(url, 'hooks', name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(url, 'hooks', name), 0o755);
    },
    remove: (): void => rmSync(folder, { recursive: true, force: true }),
  };
}
