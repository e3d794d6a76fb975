import { type Command, Option } from 'commander';
import { listFailures, muteFailure, reopenFailure, resolveFailure, showFailure } from './failures.ts';

/** What failed, and what is said of it, over the API of a server. */
export function addFailureCommands(program: Command): void {
  const url = new Option('--url <url>', 'the server (default: client.url, else the one on this machine)');
  const key = new Option('--key <key>', 'API key (default: SIGNALBOX_CLIENT_KEY)');
  const failures = program.command('failures').description('failures of runs, grouped by what they are');
  const of = (name: string, about: string): Command =>
    failures.command(name).description(about).addOption(url).addOption(key);
  const said = (name: string, about: string): Command =>
    of(name, about).argument('<id>', 'fai_…, as "signalbox failures list" names it');

  of('list', 'list failures, the one last seen first')
    .option('--agent <name>')
    .option('--class <class>', 'such as timeout, rate_limited or tool_error')
    .option('--state <state>', 'open, resolved, muted or regressed')
    .option('--release <release>', 'seen in this release')
    .option('--environment <name>')
    .option('--run <id>', 'seen in this run')
    .option('--from <time>', 'default: 30 days ago')
    .option('--to <time>', 'default: now')
    .option('--limit <count>', 'at most 200', '50')
    .option('--json', 'as the API tells it')
    .action((flags) => listFailures({ ...program.opts(), ...flags }));
  said('show', 'show a failure with its releases and latest runs')
    .option('--json', 'as the API tells it')
    .action((id, flags) => showFailure(id, { ...program.opts(), ...flags }));
  said('resolve', 'say that it is done away with: seen again, it has regressed')
    .requiredOption('--reason <text>')
    .option('--release <release>', 'the last release that has it')
    .action((id, flags) => resolveFailure(id, { ...program.opts(), ...flags }));
  said('mute', 'leave it out of what is open, until a time')
    .requiredOption('--reason <text>')
    .requiredOption('--until <time>', 'at most 90 days away')
    .action((id, flags) => muteFailure(id, { ...program.opts(), ...flags }));
  said('reopen', 'look at it again')
    .requiredOption('--reason <text>')
    .action((id, flags) => reopenFailure(id, { ...program.opts(), ...flags }));
}
