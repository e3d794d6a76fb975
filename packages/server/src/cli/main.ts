#!/usr/bin/env node
import { Command, Option } from 'commander';
import { keyScopes } from '../spine/actor.ts';
import { contentModes } from '../spine/content-mode.ts';
import { version } from '../spine/version.ts';
import { agents } from './agents.ts';
import { backupList, backupNow } from './backup.ts';
import { connect } from './connect.ts';
import { addDashboardCommands } from './dashboard-commands.ts';
import { addDeploymentCommands } from './deployment-commands.ts';
import { demo, demoDefaults } from './demo.ts';
import { doctor } from './doctor.ts';
import { errorText } from './error-text.ts';
import { errors } from './errors.ts';
import { addFailureCommands } from './failure-commands.ts';
import { addFleetCommands } from './fleet-commands.ts';
import { addImportCommands } from './import-commands.ts';
import { keyCreate } from './key-create.ts';
import { loginLink } from './login-link.ts';
import { addModelCommands } from './model-commands.ts';
import { openapi } from './openapi.ts';
import { addPeopleCommands } from './people-commands.ts';
import { addPromptCommands } from './prompts.ts';
import { addQuarantineCommands } from './quarantine.ts';
import { addQueryCommand } from './query.ts';
import { addReleaseCommands } from './release-commands.ts';
import { restore } from './restore.ts';
import { rights } from './rights.ts';
import { addRolloutCommands } from './rollout-commands.ts';
import { addRunCommand } from './run.ts';
import { addSqlCommand } from './sql.ts';
import { up } from './up.ts';

const program = new Command('signalbox')
  .description('A control plane for AI agents.')
  .version(version, '-v, --version');
program.option('-c, --config <file>', 'configuration file (default: signalbox.config.yaml, if it is there)');
const dataDir = new Option('--data-dir <folder>', 'folder of the embedded stores');

program
  .command('up')
  .description('start Signalbox here')
  .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
  .option('--port <port>', 'port of web, API and OTLP (default: 7460)')
  .option('--public-url <url>', 'where people open it, when a proxy stands in front; may end in a path')
  .option('--yes', 'change the schema of a PostgreSQL: you took a pg_dump')
  .option('--demo', 'with a fleet of demo agents at work')
  .addOption(dataDir)
  .action((flags) => up({ ...program.opts(), ...flags }));
program
  .command('login-link')
  .description('make a sign-in link that works once and for 15 minutes')
  .option('--email <address>', 'for this person (default: the first admin)')
  .addOption(dataDir)
  .action((flags) => loginLink({ ...program.opts(), ...flags }));
program
  .command('key')
  .description('API keys')
  .command('create')
  .description('make an API key; its secret is shown once')
  .option('--name <name>', 'what the key is for', 'Made by hand')
  .addOption(new Option('--scopes <scopes...>', 'what it may do').choices(keyScopes).default(['ingest']))
  .option('--team <slug>', 'team it belongs to (default: the first)')
  .option('--agent <name>', 'only for this agent')
  .option('--environment <name>', 'only for this environment')
  .option('--origins <origins...>', 'with the scope feedback: pages it may be used from, as https://shop.example.com')
  .addOption(
    new Option('--content <mode>', 'what is kept of the content it sends').choices(contentModes).default('keep'),
  )
  .addOption(dataDir)
  .action((flags) => keyCreate({ ...program.opts(), ...flags }));
const agentsCommand = program
  .command('agents')
  .description('every agent of the last day in a line, the worst first')
  .addOption(dataDir)
  .action((flags) => agents({ ...program.opts(), ...flags }));
program
  .command('connect')
  .description('print the lines that connect an agent, with a new key')
  .option('--wait', 'then tell what arrives, until the first run is kept')
  .option('--key <key>', 'use this key instead of a new one')
  .option('--seconds <n>', 'how long to wait', '600')
  .addOption(dataDir)
  .action((flags) => connect({ ...program.opts(), ...flags }));
addFleetCommands(program, dataDir, agentsCommand);
addFailureCommands(program);
addPeopleCommands(program, dataDir);
addPromptCommands(program);
addDashboardCommands(program);
addModelCommands(program);
addReleaseCommands(program);
addRolloutCommands(program);
addDeploymentCommands(program);
addQuarantineCommands(program, dataDir);
addQueryCommand(program);
addImportCommands(program);
addRunCommand(program);
addSqlCommand(program);
const backup = program.command('backup').description('copies of the embedded control state');
backup
  .command('now')
  .description('make one, also while the server runs; prints its file')
  .addOption(dataDir)
  .action((flags) => backupNow({ ...program.opts(), ...flags }));
backup
  .command('list')
  .description('list them, newest first')
  .addOption(dataDir)
  .action((flags) => backupList({ ...program.opts(), ...flags }));
program
  .command('restore')
  .description('put a backup in the place of the control state; the server must be stopped')
  .argument('<file>', 'as "signalbox backup list" names it')
  .option('--yes', 'do it; without this, say what would be replaced')
  .addOption(dataDir)
  .action((file, flags) => restore(file, { ...program.opts(), ...flags }));
program
  .command('demo')
  .description('let a fleet of demo agents work: seven days at once, then on as time goes')
  .option('--url <url>', 'where OTLP goes (default: the server that runs here)')
  .option('--key <key>', 'an ingest key of that server')
  .option('--days <n>', 'days back to begin with', demoDefaults.days)
  .option('--rate <n>', 'about as many spans a second', demoDefaults.rate)
  .option('--seed <text>', 'another text makes another fleet', demoDefaults.seed)
  .option('--no-live', 'end after the past')
  .option('--remove', 'remove all demo data and end the fleet')
  .addOption(dataDir)
  .action((flags) => demo({ ...program.opts(), ...flags }));
program
  .command('doctor')
  .option('--cluster', 'look at the nodes of the ClickHouse cluster too: writes to it, and takes that away')
  .description('say what is set, where it comes from, and what is wrong')
  .addOption(dataDir)
  .action((flags) => doctor({ ...program.opts(), ...flags }));
program
  .command('openapi')
  .description('print the OpenAPI document of the API, or write it to a file')
  .argument('[file]')
  .action(openapi);
program
  .command('errors')
  .description('print the list of error codes, or write it to a file')
  .argument('[file]')
  .action(errors);
program.command('rights').description('print which role has which right').action(rights);
program
  .command('version')
  .description('print the version')
  .action(() => console.log(version));

try {
  await program.parseAsync();
} catch (error) {
  console.error(errorText(error));
  process.exitCode = 1;
}
