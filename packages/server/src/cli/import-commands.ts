import { type Command, Option } from 'commander';
import { importTraces } from './import.ts';
import { passKOf } from './pass-k.ts';

/** Traces of others taken in, and what their scores say, over the API of a server. */
export function addImportCommands(program: Command): void {
  const url = new Option('--url <url>', 'the server (default: client.url, else the one on this machine)');
  const keyFor = (scopes: string): Option =>
    new Option(
      '--key <key>',
      `API key with the scopes ${scopes}; its workspace is meant (default: SIGNALBOX_CLIENT_KEY)`,
    );
  program
    .command('import')
    .description('take traces in, with their labels as scores; exit code 1 = some records were refused')
    .argument('<format>', 'who_and_when, agentrx, tau_bench, swe_agent, otlp or langfuse')
    .argument('<path...>', 'files, or folders of them')
    .option('--agent <name>', 'the agent that ran (default: as the format says)')
    .option('--environment <name>', 'where runs are filed', 'imported')
    .option(
      '--at <date>',
      'the moment that runs without a time are filed under (default: the midnight before now, UTC)',
    )
    .option('--again', 'send also what is there already, as after its labels were corrected')
    .option('--dry-run', 'read everything, send nothing')
    .addOption(url)
    .addOption(keyFor('ingest and read'))
    .action((format, paths, flags) => importTraces(format, paths, { ...program.opts(), ...flags }));
  program
    .command('pass-k')
    .description('how often a task is done in every one of k runs (pass^k of tau-bench), of stored scores')
    .option('--score <name>', 'a score of runs', 'reward')
    .option('--group <key>', 'what its metadata call the task', 'task')
    .option('--threshold <n>', 'a run passes from this score on', '1')
    .option('--k <n>', 'up to which k', '4')
    .option('--agent <name>', 'only of this agent')
    .option('--environment <name>', 'only there')
    .option('--json', 'print the answer as JSON')
    .addOption(url)
    .addOption(keyFor('read'))
    .action((flags) => passKOf({ ...program.opts(), ...flags }));
}
