/** A branch of a git repository elsewhere. `credential`: for https, a user name and a token; null = what the machine has. */
export type Remote = { url: string; branch: string; credential: { user: string; secret: string } | null };

/** `id` names the bytes: equal ids, equal files. */
export type RepositoryFile = { path: string; id: string };
/** Files that are asked for, and those among them that are not read, with why. */
export type RepositoryFiles = { files: RepositoryFile[]; refused: { path: string; reason: string }[] };
export type Change = { commit: string; author: { name: string; email: string }; message: string };
/** `text` null = the file goes. */
export type NewCommit = {
  author: { name: string; email: string };
  /** Unix milliseconds. */
  at: number;
  message: string;
  changes: readonly { path: string; text: string | null }[];
};

/**
 * One remote, through a copy of it on this machine. Files are read from its objects and never laid out on the disk, hooks never run,
 * everything is bounded in time and size. Each method rejects with `prompts.git_failed`, whose reason holds no secret.
 */
export interface Repository {
  /** Fetches. The newest commit of the branch; null = there is no such branch. */
  head(): Promise<string | null>;
  /** Files below a folder ('' = all) whose path fits; paths are relative to it. */
  list(commit: string, folder: string, fits: RegExp): Promise<RepositoryFiles>;
  /** Texts by id; null = no UTF-8. */
  read(ids: readonly string[]): Promise<Map<string, string | null>>;
  /** Who changed a file last up to this commit, and why. */
  lastChange(commit: string, path: string): Promise<Change>;
  /** A commit on top of another (null = the first of all). It is nowhere but here until it is pushed. */
  commit(parent: string | null, wish: NewCommit): Promise<string>;
  /** False = the branch has moved since, nothing was pushed. */
  push(commit: string, branch: string): Promise<boolean>;
  /** As `git am` takes it. */
  patch(commit: string): Promise<string>;
}

export interface Repositories {
  /** One at a time for each id: `work` waits for the work before it. */
  using<T>(id: string, remote: Remote, work: (repository: Repository) => Promise<T>): Promise<T>;
  /** Removes the copy. */
  forget(id: string): Promise<void>;
}
