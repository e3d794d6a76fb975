import { Option, type Command } from 'commander';
import { roles } from '../spine/actor.ts';
import { access } from './access.ts';
import { userInvite, userList, userReset } from './user.ts';

/** `signalbox user …` and `signalbox access`. */
export function addPeopleCommands(program: Command, dataDir: Option): void {
  const user = program.command('user').description('people who sign in');
  user
    .command('invite')
    .description('add a person with a role; prints a link that works once and for 15 minutes')
    .argument('<email>')
    .option('--name <name>', 'what others read (default: the address)')
    .addOption(new Option('--role <role>', 'what they may do').choices(roles).default('viewer'))
    .option('--team <slug>', 'only in this team (default: the whole workspace)')
    .option('--environment <name>', 'only in this environment')
    .option('--until <time>', 'the role ends by itself then, as 2026-12-31T00:00:00Z')
    .addOption(dataDir)
    .action((email, flags) => userInvite(email, { ...program.opts(), ...flags }));
  user
    .command('reset')
    .description('end a person’s sessions, forget their password, print a new link')
    .argument('<email>')
    .option('--second-factor', 'remove their authenticator app too')
    .addOption(dataDir)
    .action((email, flags) => userReset(email, { ...program.opts(), ...flags }));
  user
    .command('list')
    .description('people with their roles')
    .addOption(dataDir)
    .action((flags) => userList({ ...program.opts(), ...flags }));
  program
    .command('access')
    .description('who could do what with an agent at a time, from the ledger')
    .requiredOption('--agent <agent>', 'its name, alias, slug or id')
    .option('--at <time>', 'as 2026-11-22T10:00:00Z (default: now)')
    .option('--json', 'as JSON')
    .addOption(dataDir)
    .action((flags) => access({ ...program.opts(), ...flags }));
}
