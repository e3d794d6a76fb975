import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppError } from '../../spine/errors.ts';
import type { Change, NewCommit, Remote, Repository, RepositoryFiles } from '../../ports/repository.ts';
import { listed } from './listing.ts';
import { readObjects } from './objects.ts';
import { remoteEnv } from './remote-env.ts';
import { type GitCall, runGit } from './run-git.ts';
import { watchSize } from './watch-size.ts';

/** Bounds, changed by tests. `history`: commits of the branch that are fetched at first. */
export type GitLimits = { copyBytes: number; files: number; fileBytes: number; fetchMs: number; history: number };
export const gitLimits: GitLimits = {
  ...{ copyBytes: 512 << 20, files: 5_000, fileBytes: 1_000_000, fetchMs: 120_000, history: 200 },
};

type Options = { dir: string; remote: Remote; limits: GitLimits; allowLocal: boolean };

/** A bare copy of a remote in a folder of ours. Not for two at a time. */
export class GitRepository implements Repository {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async head(): Promise<string | null> {
    const { dir, remote, limits } = this.#options;
    await this.#prepare();
    const ref = `refs/heads/${remote.branch}`;
    const found = await this.#git(['ls-remote', '--', remote.url, ref], {
      ...this.#reach(),
      timeoutMs: limits.fetchMs,
    });
    const line = found
      .toString('utf8')
      .split('\n')
      .find((one) => one.endsWith(`\t${ref}`));
    if (line === undefined) return null;
    const watch = watchSize(dir, limits.copyBytes);
    try {
      const how = [
        '--no-tags',
        '--no-write-fetch-head',
        '--update-shallow',
        '--force',
        ...(existsSync(join(dir, 'fetched')) ? [] : [`--depth=${limits.history}`]),
      ];
      const from = ['--', remote.url, `+${ref}:refs/remotes/origin`];
      await this.#git(['fetch', ...how, ...from], {
        ...this.#reach(),
        timeoutMs: limits.fetchMs,
        signal: watch.signal,
      });
    } finally {
      watch.end();
    }
    await mkdir(join(dir, 'fetched'), { recursive: true });
    // Only where there is enough to tidy up.
    await this.#git(['-c', 'gc.auto=2000', '-c', 'gc.autoDetach=false', 'gc', '--auto', '--quiet']);
    return (await this.#git(['rev-parse', '--verify', 'refs/remotes/origin'])).toString('utf8').trim();
  }

  async list(commit: string, folder: string, fits: RegExp): Promise<RepositoryFiles> {
    const { limits } = this.#options;
    const where = folder === '' ? [] : [`${folder}/`];
    const rows = await this.#git(['ls-tree', '-r', '-z', '-l', '--full-tree', commit, '--', ...where]);
    return listed(rows, folder, { fits, most: limits.files, mostBytes: limits.fileBytes });
  }

  read(ids: readonly string[]): Promise<Map<string, string | null>> {
    return readObjects((call) => this.#git(call.args, call), ids);
  }

  async lastChange(commit: string, path: string): Promise<Change> {
    const form = '--format=%H%x00%an%x00%ae%x00%B';
    const told = await this.#git(['log', '-1', form, '--encoding=UTF-8', commit, '--', path]);
    const [found = commit, name = '', email = '', message = ''] = told.toString('utf8').split('\0');
    return { commit: found, author: { name, email }, message: message.trim() };
  }

  async commit(parent: string | null, { author, at, message, changes }: NewCommit): Promise<string> {
    const env = { GIT_INDEX_FILE: join(this.#options.dir, `index-${randomUUID()}`) };
    try {
      await this.#git(['read-tree', parent ?? '--empty'], { env });
      const lines: string[] = [];
      for (const { path, text } of changes) {
        const id = text === null ? null : await this.#git(['hash-object', '-w', '--stdin'], { input: text });
        const entry = id === null ? `0 ${'0'.repeat(40)}` : `100644 ${id.toString('utf8').trim()}`;
        lines.push(`${entry}\t${path}\0`);
      }
      await this.#git(['update-index', '-z', '--index-info'], { env, input: lines.join('') });
      const tree = (await this.#git(['write-tree'], { env })).toString('utf8').trim();
      const date = `@${Math.floor(at / 1000)} +0000`;
      const who = { NAME: author.name, EMAIL: author.email, DATE: date };
      const by = Object.entries(who).flatMap(([key, value]) => [
        [`GIT_AUTHOR_${key}`, value],
        [`GIT_COMMITTER_${key}`, value],
      ]);
      const args = ['commit-tree', tree, ...(parent === null ? [] : ['-p', parent])];
      const made = await this.#git(args, { input: message, env: Object.fromEntries(by) as Record<string, string> });
      return made.toString('utf8').trim();
    } finally {
      await rm(env.GIT_INDEX_FILE, { force: true });
    }
  }

  async push(commit: string, branch: string): Promise<boolean> {
    const { remote, limits } = this.#options;
    try {
      const args = ['push', '--no-verify', '--', remote.url, `${commit}:refs/heads/${branch}`];
      await this.#git(args, { ...this.#reach(), timeoutMs: limits.fetchMs });
      return true;
    } catch (error) {
      // Somebody was faster: without force a push only ever adds to what is there.
      if (/\[rejected\]|\(fetch first\)|\(non-fast-forward\)|cannot lock ref/.test((error as AppError).message))
        return false;
      throw error;
    }
  }

  async patch(commit: string): Promise<string> {
    return (await this.#git(['format-patch', '-1', '--stdout', '--no-signature', commit])).toString('utf8');
  }

  #reach(): { env: Record<string, string> } {
    const { remote, allowLocal } = this.#options;
    return { env: remoteEnv(remote, allowLocal) };
  }

  /** A copy that was cut off while it was made, or whose git was killed, leaves locks: they are nobody's, since we are alone here. */
  async #prepare(): Promise<void> {
    const { dir } = this.#options;
    await mkdir(dir, { recursive: true });
    for (const lock of ['config.lock', 'HEAD.lock', 'packed-refs.lock', 'shallow.lock', 'refs/remotes/origin.lock'])
      await rm(join(dir, lock), { force: true });
    await removeBegun(dir, 'index-');
    await removeBegun(join(dir, 'objects', 'pack'), 'tmp_');
    if (!existsSync(join(dir, 'fetched'))) await this.#git(['init', '--quiet', '--bare', '--template=']);
  }

  #git(args: readonly string[], more: Omit<GitCall, 'dir' | 'args'> = {}): Promise<Buffer> {
    return runGit({ dir: this.#options.dir, args, ...more });
  }
}

/** What a git that was killed had begun to write. */
async function removeBegun(folder: string, prefix: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => []))
    if (name.startsWith(prefix)) await rm(join(folder, name), { force: true });
}
