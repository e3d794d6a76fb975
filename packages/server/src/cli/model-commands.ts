import { type Command, Option } from 'commander';
import { playgroundRun } from './playground.ts';
import { providerAdd, providerList, providerRemove, providerTry } from './provider.ts';

/** Model providers and the playground, over the API of a server. */
export function addModelCommands(program: Command): void {
  const url = new Option('--url <url>', 'the server (default: client.url, else the one on this machine)');
  const keyFor = (scopes: string): Option =>
    new Option('--key <key>', `API key with the scopes ${scopes} (default: SIGNALBOX_CLIENT_KEY)`);
  const provider = program.command('provider').description('model providers that Signalbox itself may ask');
  provider
    .command('list')
    .description('every provider in a line, never their keys')
    .addOption(url)
    .addOption(keyFor('read'))
    .action((flags) => providerList({ ...program.opts(), ...flags }));
  provider
    .command('add')
    .description('let Signalbox ask a provider for the team of the key; its own key is read from the environment')
    .argument('<name>')
    .requiredOption('--base-url <url>', 'what comes before /chat/completions, or before /v1/messages')
    .addOption(
      new Option('--dialect <dialect>', 'how it is spoken to').choices(['openai', 'anthropic']).default('openai'),
    )
    .option('--models <models...>', 'models offered in lists', [])
    .option('--priced-as <provider>', 'whose prices hold, as the price list calls it', '')
    .option(
      '--key-env <name>',
      'variable that holds the provider’s key; unset = it wants none',
      'SIGNALBOX_PROVIDER_KEY',
    )
    .addOption(url)
    .addOption(keyFor('read and admin'))
    .action((name, flags) => providerAdd(name, { ...program.opts(), ...flags }));
  provider
    .command('try')
    .description('ask a model one short question; exit code 1 = it did not answer')
    .argument('<provider>', 'name or id')
    .requiredOption('--model <model>')
    .addOption(url)
    .addOption(keyFor('read and write'))
    .action((name, flags) => providerTry(name, { ...program.opts(), ...flags }));
  provider
    .command('remove')
    .description('remove a provider with its key; without --confirm, say who used it')
    .argument('<provider>', 'name or id')
    .option('--confirm <name>', 'its name')
    .addOption(url)
    .addOption(keyFor('read and admin'))
    .action((name, flags) => providerRemove(name, { ...program.opts(), ...flags }));
  program
    .command('playground')
    .description('ask models with prompts')
    .command('run')
    .description('a prompt with each lane and each row; exit code 1 = some answers are missing')
    .argument('<prompt>', 'name or id')
    .requiredOption('--lane <lanes...>', 'provider:model, or provider:model@3 for a version or label; up to six')
    .option('--rows <file>', 'variables of each row: a CSV with their names, or a JSON list of objects')
    .option('--user <text>', 'what a person says after it (Liquid); a text prompt is then the system’s message')
    .option('--estimate', 'say about what it would cost, and ask nobody')
    .option('--json', 'print answers as JSON')
    .addOption(url)
    .addOption(keyFor('read and write'))
    .action((prompt, flags) => playgroundRun(prompt, { ...program.opts(), ...flags }));
}
