import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { FileFormat, ImportResult, PromptFile } from '../rooms/prompts/index.ts';
import { type Api, apiOf, type ClientFlags } from './api-client.ts';
import { column } from './column.ts';
import { langfuseFiles } from './langfuse-prompts.ts';
import { sendPrompts } from './send-prompts.ts';

type PushFlags = ClientFlags & { team?: string; plan?: boolean; json?: boolean };
type ImportFlags = PushFlags & { format: FileFormat; langfuse?: string };
type PullFlags = ClientFlags & { folder?: string; plan?: boolean };
type Teams = { items: { id: string; slug: string }[] };

export const promptsPush = (paths: readonly string[], flags: PushFlags): Promise<void> =>
  promptsImport(paths, { ...flags, format: 'files' });

export async function promptsImport(paths: readonly string[], flags: ImportFlags): Promise<void> {
  const api = apiOf(flags);
  const { langfuse, plan: preview = false } = flags;
  const format = langfuse === undefined ? flags.format : 'langfuse';
  const files =
    langfuse === undefined
      ? paths.flatMap((path) => filesAt(path, format))
      : await langfuseFiles(langfuse, process.env);
  if (files.length === 0) throw new Error(`There are no ${endings[format]} in ${langfuse ?? paths.join(', ')}.`);
  const results = await sendPrompts(api, { teamId: await teamOf(api, flags.team), format, preview }, files);
  if (flags.json === true) console.log(JSON.stringify(results, null, 2));
  else for (const line of resultLines(results)) console.log(line);
  if (results.some((one) => one.outcome === 'failed')) process.exitCode = 1;
  else if (preview && results.some((one) => one.outcome !== 'unchanged')) process.exitCode = 2;
}

export async function promptsExport(target: string, flags: PullFlags): Promise<void> {
  const files = await exported(flags);
  for (const { path, text } of files) write(placeOf(target, path), text);
  console.log(`${files.length} ${files.length === 1 ? 'prompt' : 'prompts'} in ${target}`);
}

/** As an export, with a line for each file that is new (+) or another (~). */
export async function promptsPull(target: string, flags: PullFlags): Promise<void> {
  let [fresh, changed, same] = [0, 0, 0];
  const lines: string[][] = [];
  for (const { path, text } of await exported(flags)) {
    const file = placeOf(target, path);
    const before = statSync(file, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(file, 'utf8') : null;
    if (before === text) same++;
    else {
      lines.push([before === null ? '+' : '~', path]);
      if (before === null) fresh++;
      else changed++;
      if (flags.plan !== true) write(file, text);
    }
  }
  for (const line of column(lines)) console.log(line);
  console.log(
    `${fresh} new, ${changed} changed, ${same} as they were${flags.plan === true ? ' (nothing was written)' : ''}`,
  );
  if (flags.plan === true && fresh + changed > 0) process.exitCode = 2;
}

async function exported(flags: PullFlags): Promise<PromptFile[]> {
  const query = flags.folder === undefined ? '' : `?folder=${encodeURIComponent(flags.folder)}`;
  return ((await apiOf(flags)('GET', `/prompt-export${query}`)) as { files: PromptFile[] }).files;
}

function placeOf(target: string, path: string): string {
  const file = resolve(target, path);
  // A server that means harm must not write beside the folder.
  if (!file.startsWith(resolve(target) + sep)) throw new Error(`${path} would be written outside of ${target}.`);
  return file;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const endings = { files: '.md, .yaml or .yml files', langfuse: '.json files', langsmith: '.json files' };

/** A file as it is; of a folder, every file of the format in it, named from there. */
function filesAt(path: string, format: FileFormat): PromptFile[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    return [{ path: path.split(sep).at(-1)!, text: readFileSync(path, 'utf8') }];
  const fits = format === 'files' ? /\.(?:md|markdown|ya?ml)$/i : /\.json$/i;
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && fits.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/(?:^|[\\/])(?:node_modules|\.git)[\\/]/.test(file))
    .toSorted()
    .map((file) => ({ path: relative(path, file).replaceAll(sep, '/'), text: readFileSync(file, 'utf8') }));
}

async function teamOf(api: Api, slug: string | undefined): Promise<string> {
  const { items } = (await api('GET', '/teams')) as Teams;
  const team = slug === undefined ? items[0] : items.find((one) => one.slug === slug);
  if (team === undefined) throw new Error(`The key sees no team${slug === undefined ? '' : ` "${slug}"`}.`);
  return team.id;
}

/** A line for each, then the sums. */
export function resultLines(results: readonly ImportResult[]): string[] {
  const counts = Map.groupBy(results, (one) => one.outcome);
  const rows = results
    .filter((one) => one.outcome !== 'unchanged' || one.problem !== null)
    .map(({ outcome, name, number, source, labels, problem }) => [
      outcome,
      name ?? source,
      [number === null ? '' : `version ${number}`, ...labels.map((label) => `→ ${label}`), problem ?? '']
        .filter((part) => part !== '')
        .join('  '),
    ]);
  return [...column(rows), [...counts].map(([outcome, some]) => `${some.length} ${outcome}`).join(', ')];
}
