import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type Command, Option } from 'commander';
import type { FileFormat, ImportResult, PromptFile } from '../rooms/prompts/index.ts';
import { fileFormats } from '../rooms/prompts/index.ts';
import { type Api, apiOf, type ClientFlags } from './api-client.ts';
import { column } from './column.ts';

type ImportFlags = ClientFlags & { format: FileFormat; team?: string; json?: boolean };
type ExportFlags = ClientFlags & { folder?: string };
type Teams = { items: { id: string; slug: string }[] };

/** Bytes of files in one request, as JSON: the API takes a megabyte. */
const mostBytes = 900_000;

/** `signalbox prompts …`, over the API of a server. */
export function addPromptCommands(program: Command): void {
  const prompts = program.command('prompts').description('prompts as files');
  const url = new Option('--url <url>', 'the server (default: client.url, else the one on this machine)');
  const key = new Option('--key <key>', 'API key with the scopes read and write (default: SIGNALBOX_CLIENT_KEY)');
  prompts
    .command('import')
    .description('take prompts in, again as often as you like; exit code 1 = some could not be taken')
    .argument('<paths...>', 'files, or folders of files')
    .addOption(new Option('--format <format>', 'what the files are').choices(fileFormats).default('files'))
    .option('--team <slug>', 'team they belong to (default: that of the key)')
    .option('--json', 'print results as JSON')
    .addOption(url)
    .addOption(key)
    .action((paths, flags) => promptsImport(paths, { ...program.opts(), ...flags }));
  prompts
    .command('export')
    .description('write the newest versions into a folder, as Markdown and YAML')
    .argument('<target>', 'the folder; files in it are overwritten, none is removed')
    .option('--folder <folder>', 'only this folder of prompts, with all below it')
    .addOption(url)
    .addOption(key)
    .action((target, flags) => promptsExport(target, { ...program.opts(), ...flags }));
}

export async function promptsImport(paths: readonly string[], flags: ImportFlags): Promise<void> {
  const api = apiOf(flags);
  const files = paths.flatMap((path) => filesAt(path, flags.format));
  if (files.length === 0) throw new Error(`There are no ${endings[flags.format]} in ${paths.join(', ')}.`);
  const teamId = await teamOf(api, flags.team);
  const results = await sendAll(api, { teamId, format: flags.format }, files);
  if (flags.json === true) console.log(JSON.stringify(results, null, 2));
  else for (const line of resultLines(results)) console.log(line);
  if (results.some((one) => one.outcome === 'failed')) process.exitCode = 1;
}

export async function promptsExport(target: string, flags: ExportFlags): Promise<void> {
  const query = flags.folder === undefined ? '' : `?folder=${encodeURIComponent(flags.folder)}`;
  const { files } = (await apiOf(flags)('GET', `/prompt-export${query}`)) as { files: PromptFile[] };
  for (const { path, text } of files) {
    const file = resolve(target, path);
    // A server that means harm must not write beside the folder.
    if (!file.startsWith(resolve(target) + sep)) throw new Error(`${path} would be written outside of ${target}.`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  console.log(`${files.length} ${files.length === 1 ? 'prompt' : 'prompts'} in ${target}`);
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

/** In requests that fit; what failed since it refers to a later one is sent once more. */
async function sendAll(
  api: Api,
  to: { teamId: string; format: FileFormat },
  files: readonly PromptFile[],
): Promise<ImportResult[]> {
  const parts: PromptFile[][] = [];
  let room = 0;
  for (const file of files) {
    const bytes = Buffer.byteLength(JSON.stringify(file));
    room -= bytes;
    if (room < 0 || parts.at(-1)!.length >= 1000) {
      parts.push([]);
      room = mostBytes - bytes;
    }
    parts.at(-1)!.push(file);
  }
  const send = async (part: readonly PromptFile[]): Promise<ImportResult[]> =>
    ((await api('POST', '/prompt-imports', { ...to, files: part })) as { items: ImportResult[] }).items;
  const results: ImportResult[][] = [];
  for (const part of parts) results.push(await send(part));
  for (const [at, part] of parts.entries())
    if (parts.length > 1 && results[at]!.some((one) => one.outcome === 'failed')) {
      const first = new Map(results[at]!.map((one) => [one.source, one]));
      // Told is what the first time did, where the second time only found it.
      results[at] = (await send(part)).map((one) => (one.outcome === 'unchanged' ? first.get(one.source)! : one));
    }
  return results.flat();
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
