import { type Command, Option } from 'commander';
import { apply, plan } from './apply.ts';
import { instances } from './instances.ts';
import { owners } from './owners.ts';
import { releaseSchema, releaseVerify } from './release.ts';
import { releaseDiff, releases } from './releases.ts';

/** Agents and releases as code, over the API of a server. */
export function addReleaseCommands(program: Command): void {
  const url = new Option('--url <url>', 'the server (default: client.url, else the one on this machine)');
  const key = new Option('--key <key>', 'API key with the scopes read and write (default: SIGNALBOX_CLIENT_KEY)');
  const file = new Option('-f, --file <files...>', 'files to read (default: signalbox.yaml)');
  const recursive = new Option('-R, --recursive <folder>', 'every signalbox.yaml and *.signalbox.yaml in it');
  for (const [name, run, about] of [
    ['plan', plan, 'say what apply would change; exit code 0 = nothing, 2 = something, 1 = an error'],
    ['apply', apply, 'make agents what their signalbox.yaml says, releases included'],
  ] as const)
    program
      .command(name)
      .description(about)
      .addOption(file)
      .addOption(recursive)
      .addOption(url)
      .addOption(key)
      .action((flags) => run({ ...program.opts(), ...flags }));
  program
    .command('owners')
    .description(
      'say who answers for which agent, from a CSV (agent,owner) or a Backstage catalogue; exit codes as of plan',
    )
    .argument('<file>')
    .option('--apply', 'do it; without this, say what would change')
    .addOption(url)
    .addOption(key)
    .action((path, flags) => owners(path, { ...program.opts(), ...flags }));
  program
    .command('instances')
    .description('say which processes run an agent, and what they run')
    .argument('<agent>', 'an id or a slug')
    .option('--environment <name>', 'in this environment alone')
    .addOption(url)
    .addOption(key)
    .action((agent, flags) => instances(agent, { ...program.opts(), ...flags }));
  program
    .command('releases')
    .description('every release of an agent in a line, newest first')
    .argument('<agent>', 'an id or a slug')
    .addOption(url)
    .addOption(key)
    .action((agent, flags) => releases(agent, { ...program.opts(), ...flags }));
  const release = program.command('release').description('releases of agents');
  release
    .command('diff')
    .description('what differs between two releases of an agent, with its risk; exit code 2 = something does')
    .argument('<agent>', 'an id or a slug')
    .argument('<from>', 'a version or an id')
    .argument('<to>')
    .addOption(url)
    .addOption(key)
    .action((agent, from, to, flags) => releaseDiff({ agent, from, to }, { ...program.opts(), ...flags }));
  release
    .command('verify')
    .description('compute digest and signature of a release here; exit code 1 = it does not hold')
    .argument('<id>', 'as the web and the API name it: rel_…')
    .option('--key-id <id>', 'it must be signed with this key')
    .addOption(url)
    .addOption(key)
    .action((id, flags) => releaseVerify(id, { ...program.opts(), ...flags }));
  release
    .command('schema')
    .description('print the JSON Schema of signalbox.yaml for editors, or write it to a file')
    .argument('[file]')
    .action(releaseSchema);
}
