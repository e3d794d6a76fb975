import { type Command, Option } from 'commander';
import { dashboardExport, dashboardImport, dashboardList } from './dashboards.ts';

/** `signalbox dashboard …`, over the API of a server. */
export function addDashboardCommands(program: Command): void {
  const dashboard = program.command('dashboard').description('dashboards, as files too');
  const url = new Option('--url <url>', 'the server (default: client.url, else the one on this machine)');
  const keyFor = (scopes: string): Option =>
    new Option('--key <key>', `API key with the scopes ${scopes} (default: SIGNALBOX_CLIENT_KEY)`);
  dashboard
    .command('list')
    .description('every dashboard in a line: id, whose, how many widgets, name')
    .addOption(url)
    .addOption(keyFor('read'))
    .option('--json', 'print what the server says as JSON')
    .action((flags) => dashboardList({ ...program.opts(), ...flags }));
  dashboard
    .command('export')
    .description('print one as YAML')
    .argument('<dashboard>', 'its id or name')
    .option('-o, --output <file>', 'write it to a file')
    .addOption(url)
    .addOption(keyFor('read'))
    .action((named, flags) => dashboardExport(named, { ...program.opts(), ...flags }));
  dashboard
    .command('import')
    .description('make dashboards what YAML files say, by name; again as often as you like')
    .argument('<files...>')
    .option('--team <slug>', 'team they are of (default: that of the key)')
    .addOption(url)
    .addOption(keyFor('read and write'))
    .action((files, flags) => dashboardImport(files, { ...program.opts(), ...flags }));
}
