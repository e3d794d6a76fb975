import { type Command, Option } from 'commander';
import { deploy, deployments, promote, rollBack, unschedule } from './deployments.ts';

/** What environments serve, over the API of a server. */
export function addDeploymentCommands(program: Command): void {
  const url = new Option('--url <url>', 'the server (default: client.url, else the one on this machine)');
  const key = new Option('--key <key>', 'API key with the scopes read and write (default: SIGNALBOX_CLIENT_KEY)');
  const command = (name: string, about: string): Command =>
    program.command(name).description(about).addOption(url).addOption(key);
  const agent = ['<agent>', 'an id or a slug'] as const;
  const why = ['--reason <text>', 'why; kept in the ledger'] as const;
  const all = <F extends object>(flags: F): F => ({ ...program.opts(), ...flags });

  command('deployments', 'what each environment serves of an agent, what is planned, and how it came to that')
    .argument(...agent)
    .option('--environment <name>', 'this environment alone')
    .action((name, flags) => deployments(name, all(flags)));
  command('deploy', 'let an environment serve a release')
    .argument(...agent)
    .argument('<environment>')
    .argument('<release>', 'its version or id')
    .requiredOption(...why)
    .option('--percent <n>', 'for a share, beside what is served')
    .option('--at <time>', 'then, not now')
    .action((name, environment, release, { at, ...flags }) =>
      deploy({ agent: name, environment, release }, { ...all(flags), ...(at !== undefined && { dueAt: at }) }),
    );
  command('cancel-deployment', 'cancel a planned deployment')
    .argument('<id>', 'as "signalbox deployments" names it')
    .action((id, flags) => unschedule(id, all(flags)));
  command('roll-back', 'let an environment serve the release before, or another that it served; never frozen')
    .argument(...agent)
    .argument('<environment>')
    .argument('[release]', 'its version or id')
    .requiredOption(...why)
    .action((name, environment, release, flags) => rollBack({ agent: name, environment, release }, all(flags)));
  command('promote', 'let the next environment serve what one serves')
    .argument(...agent)
    .argument('<from>', 'the environment that serves it')
    .requiredOption(...why)
    .option('--to <environment>', 'this one, not the next')
    .action((name, from, flags) => promote({ agent: name, from }, all(flags)));
}
