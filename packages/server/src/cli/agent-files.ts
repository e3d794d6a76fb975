import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { AgentFile } from '../rooms/lifecycle/index.ts';

export type FileFlags = { file?: string[]; recursive?: string };
/** `path`: of the file it stands in; several may stand in one, divided by `---`. */
export type FoundAgent = { path: string; file: AgentFile };

const byDefault = 'signalbox.yaml';
const isAgentFile = (name: string): boolean => /^(?:.+\.)?signalbox\.ya?ml$/.test(name);

/** Every agent of the files, in the order of their names. Rejects with all that is wrong in any of them: nothing is half read. */
export function readAgentFiles({ file, recursive }: FileFlags): FoundAgent[] {
  const paths = [...(file ?? []), ...(recursive === undefined ? [] : filesIn(recursive))];
  if (file === undefined && recursive === undefined) paths.push(byDefault);
  if (paths.length === 0) throw new Error(`There is no ${byDefault} and no *.${byDefault} in ${recursive}.`);
  const problems: string[] = [];
  const found = paths.flatMap((path) => readOne(path, problems));
  problems.push(...twice(found));
  if (problems.length > 0) throw new Error(problems.join('\n  '));
  return found;
}

function filesIn(folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw new Error(`${folder} is no folder.`);
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return names
    .filter((entry) => isAgentFile(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/(?:^|[\\/])(?:node_modules|\.git)[\\/]/.test(path))
    .toSorted();
}

function readOne(path: string, problems: string[]): FoundAgent[] {
  const text = textOf(path, problems);
  if (text === null) return [];
  return [...parseAllDocuments(text)].flatMap((document) => {
    if (document.errors.length > 0) {
      problems.push(...document.errors.map((error) => `${path}: ${error.message.split('\n')[0]}`));
      return [];
    }
    const { data, error } = AgentFile.safeParse(document.toJS());
    if (data !== undefined) return [{ path, file: data }];
    problems.push(...error.issues.map((issue) => `${path}: ${issue.path.join('.') || 'the file'}: ${issue.message}`));
    return [];
  });
}

function textOf(path: string, problems: string[]): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    problems.push(`${path} cannot be read. Is it there?`);
    return null;
  }
}

/** Two files that say different things of one agent would undo each other for ever. */
function twice(found: readonly FoundAgent[]): string[] {
  const first = new Map<string, string>();
  return found.flatMap(({ path, file: { metadata } }) => {
    const agent = `${metadata.team ?? ''} ${metadata.name}`;
    const before = first.get(agent);
    first.set(agent, before ?? path);
    return before === undefined ? [] : [`${path}: the agent ${metadata.name} stands in ${before} already.`];
  });
}
