import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Remote, Repositories, Repository } from '../../ports/repository.ts';
import { gitLimits, type GitLimits, GitRepository } from './repository.ts';
import { failedGit } from './run-git.ts';

/** `folder`: where the copies lie. `allowLocal`: the operator lets remotes be paths on this machine. */
export type GitOptions = { folder: string; allowLocal: boolean; limits?: Partial<GitLimits> };

/** Copies of remotes in a folder of this process, one for each id. */
export class GitRepositories implements Repositories {
  readonly #options: GitOptions;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(options: GitOptions) {
    this.#options = options;
  }

  async using<T>(id: string, remote: Remote, work: (repository: Repository) => Promise<T>): Promise<T> {
    const { allowLocal, limits } = this.#options;
    const isLocal = !/^(?:https|ssh):\/\//.test(remote.url);
    if (isLocal && !allowLocal)
      throw failedGit('remotes on this machine are not allowed here (SIGNALBOX_PROMPTS_LOCAL_GIT)');
    return this.#inTurn(id, async () => {
      const dir = this.#dirOf(id);
      await mkdir(dir, { recursive: true });
      return work(new GitRepository({ dir, remote, allowLocal, limits: { ...gitLimits, ...limits } }));
    });
  }

  forget(id: string): Promise<void> {
    return this.#inTurn(id, () => rm(this.#dirOf(id), { recursive: true, force: true }));
  }

  #dirOf(id: string): string {
    if (!/^[\w-]{1,100}$/.test(id)) throw new RangeError(`No id: ${id}`);
    return join(this.#options.folder, `${id}.git`);
  }

  /** After all that was asked for before, whether that went well or not. */
  #inTurn<T>(id: string, run: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(id) ?? Promise.resolve();
    const mine = before.then(run, run);
    const settled = mine.catch(() => {});
    this.#turns.set(id, settled);
    void settled.then(() => {
      if (this.#turns.get(id) === settled) this.#turns.delete(id);
    });
    return mine;
  }
}
