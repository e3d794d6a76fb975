import { type Command, Option } from 'commander';
import { fileFormats } from '../rooms/prompts/index.ts';
import { promptsExport, promptsImport, promptsPull, promptsPush } from './prompt-files.ts';
import { promptLabel, promptReview } from './prompt-moves.ts';
import { promptDiff, promptGet, promptsList } from './prompt-shows.ts';
import { promptsSync } from './prompt-syncs.ts';

/** `signalbox prompts …`, over the API of a server. */
export function addPromptCommands(program: Command): void {
  const prompts = program.command('prompts').description('prompts, their versions and labels');
  const url = new Option('--url <url>', 'the server (default: client.url, else the one on this machine)');
  const key = new Option('--key <key>', 'API key with the scopes read and write (default: SIGNALBOX_CLIENT_KEY)');
  const folder = new Option('--folder <folder>', 'only this folder of prompts, with all below it');
  const team = new Option('--team <slug>', 'team they belong to (default: that of the key)');
  const json = new Option('--json', 'print what the server says as JSON');
  const plan = new Option('--plan', 'say what would change and change nothing; exit code 2 = something would');
  const command = (name: string, about: string): Command =>
    prompts.command(name).description(about).addOption(url).addOption(key);
  const all = <F extends object>(flags: F): F => ({ ...program.opts(), ...flags });

  command('list', 'every prompt in a line: newest version, labels, folder')
    .addOption(folder)
    .addOption(json)
    .action((flags) => promptsList(all(flags)));
  command('get', 'print a version as a file')
    .argument('<prompt>', 'name@version, name@label, or the name for the newest')
    .addOption(json)
    .action((prompt, flags) => promptGet(prompt, all(flags)));
  command('diff', 'compare two versions; exit code 2 = they differ')
    .argument('<prompt>', 'its name')
    .argument('<from>', 'a version number or a label')
    .argument('[to]', 'another (default: the newest)')
    .action((prompt, from, to, flags) => promptDiff(prompt, { from, to: to ?? 'latest' }, all(flags)));
  command('push', 'make files the newest versions; exit code 1 = some could not be')
    .argument('<paths...>', 'Markdown or YAML files, or folders of them')
    .addOption(team)
    .addOption(plan)
    .action((paths, flags) => promptsPush(paths, all(flags)));
  command('pull', 'write the newest versions over the files of a folder, and say which changed')
    .argument('<target>', 'the folder; no file is removed')
    .addOption(folder)
    .addOption(plan)
    .action((target, flags) => promptsPull(target, all(flags)));
  command('label', 'point a label at a version')
    .argument('<prompt>', 'its name')
    .argument('<label>', 'such as production')
    .argument('<version>', 'a number, a label, latest, or none to take the label away')
    .requiredOption('--reason <reason>', 'why; kept in the ledger')
    .action((prompt, label, version, flags) => promptLabel({ prompt, label, version }, all(flags)));
  command('review', 'say where the review of the newest version stands; exit code 2 = it is not approved')
    .argument('<prompt>', 'its name')
    .option('--request', 'ask the reviewers of its folder')
    .option('--reviewers <ids...>', 'and these people, by id')
    .action((prompt, flags) => promptReview(prompt, all(flags)));
  command('sync', 'say how folders stand with git; exit code 1 = one fails, 2 = conflicts')
    .option('--now', 'sync first, and wait for it')
    .option('--seconds <n>', 'how long to wait', '120')
    .addOption(json)
    .action((flags) => promptsSync(all(flags)));
  command('import', 'take prompts in, again as often as you like; exit code 1 = some could not be taken')
    .argument('[paths...]', 'files, or folders of files')
    .addOption(new Option('--format <format>', 'what the files are').choices(fileFormats).default('files'))
    .option('--langfuse <url>', 'instead of files, from this Langfuse: LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY')
    .addOption(team)
    .addOption(plan)
    .addOption(json)
    .action((paths, flags) => promptsImport(paths, all(flags)));
  command('export', 'write the newest versions into a folder, as Markdown and YAML')
    .argument('<target>', 'the folder; files in it are overwritten, none is removed')
    .addOption(folder)
    .action((target, flags) => promptsExport(target, all(flags)));
}
