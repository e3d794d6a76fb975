import { type Command, Option } from 'commander';
import { agentsBulk } from './bulk.ts';
import { fleet } from './fleet.ts';
import { calendar, freezeBegin, freezeImport, freezeLift } from './freezes.ts';
import { labelMove } from './label-move.ts';

/** The fleet as a whole, its calendar, and labels that it follows, over the API of a server. `agents`: the command of that name. */
export function addFleetCommands(program: Command, dataDir: Option, agents: Command): void {
  const url = new Option('--url <url>', 'the server (default: client.url, else the one on this machine)');
  const key = new Option('--key <key>', 'API key (default: SIGNALBOX_CLIENT_KEY)');

  program
    .command('fleet')
    .description('say how far agents are what they should be, and what mends it')
    .option('--environment <name>', 'agents of this environment', 'production')
    .option('--team <id>', 'agents of this team')
    .option('--at-least <percent>', 'exit code 2 where the score is below')
    .addOption(url)
    .addOption(key)
    .action((flags) => fleet({ ...program.opts(), ...flags }));
  agents
    .command('bulk')
    .description('change many agents at once, a result for each; exit codes as of plan, with --apply as of apply')
    .argument('<agents...>', 'ids or slugs')
    .option('--claim-for <person>', 'this person answers for those that nobody answers for: per_…')
    .option('--owner <person>', 'who answers for them: id or e-mail address, "" for nobody')
    .option('--tag <tags...>', 'tags to add')
    .option('--untag <tags...>', 'tags to take away')
    .option('--risk <sides...>', 'such as data=high spend=low')
    .option('--purpose <text>')
    .option('--on-call <text>', 'whom to reach when they fail')
    .option('--runbook <url>')
    .option('--budget <name>')
    .option('--promote <from:to>', 'what one environment serves is served by another')
    .option('--reason <text>', 'why they are promoted')
    .option('--apply', 'do it; without this, say what would change')
    .addOption(url)
    .addOption(key)
    .action((names, flags) => agentsBulk(names, { ...program.opts(), ...flags }));
  program
    .command('calendar')
    .description('list deployments, planned ones and freezes')
    .option('--team <id>', 'of this team')
    .option('--agent <id>', 'of this agent, by id or slug')
    .option('--environment <name>', 'of this environment')
    .addOption(url)
    .addOption(key)
    .option('--from <time>', 'default: 30 days ago')
    .option('--to <time>', 'default: in 90 days')
    .action((flags) => calendar({ ...program.opts(), ...flags }));

  const freeze = program.command('freeze').description('when nothing is deployed; asked of the server on this machine');
  const held = (command: Command): Command =>
    command
      .option('--team <slug>', 'of this team (default: all)')
      .option('--agent <id>', 'of this agent, by id or slug (default: all)')
      .option('--environment <name>', 'of this environment (default: all)')
      .addOption(dataDir);
  held(freeze.command('begin'))
    .description('freeze a scope between two moments')
    .requiredOption('--from <time>', 'such as 2026-11-27T00:00:00Z')
    .requiredOption('--until <time>')
    .requiredOption('--reason <text>')
    .option('--time-zone <zone>', 'in which people say it')
    .action((flags) => freezeBegin({ ...program.opts(), ...flags }));
  freeze
    .command('lift')
    .description('end one before its time')
    .argument('<id>', 'frz_…, as "signalbox calendar" names it')
    .addOption(dataDir)
    .action((id, flags) => freezeLift(id, { ...program.opts(), ...flags }));
  held(freeze.command('import'))
    .description('make freezes of the events of a calendar, again as often as you like')
    .argument('<file>', 'an .ics file')
    .option('--time-zone <zone>', 'of times that name none (default: UTC)')
    .option('--apply', 'do it; without this, say what would change')
    .action((file, flags) => freezeImport(file, { ...program.opts(), ...flags }));

  program
    .command('label')
    .description('labels of prompts')
    .command('move')
    .description('point a label at a version, with a release of each deployed agent that follows it')
    .argument('<prompt>', 'id or name')
    .argument('<label>')
    .argument('<version>')
    .requiredOption('--reason <text>')
    .option('--apply', 'do it; without this, say what would be')
    .addOption(url)
    .addOption(key)
    .action((prompt, label, version, flags) => labelMove({ ...program.opts(), ...flags, prompt, label, version }));
}
