import type { Command } from 'commander';
import { Option } from 'commander';
import { apiOf, type ClientFlags } from './api-client.ts';

type Flags = ClientFlags & { otlp?: boolean };

/** One run, over the API of a server. */
export function addRunCommand(program: Command): void {
  program
    .command('run')
    .description('print a run with its steps as JSON, or whole as OTLP')
    .argument('<id>', 'as the address of its page has it')
    .option('--otlp', 'with what was said in it, as OTLP/JSON that can be sent on; the ledger records that you took it')
    .addOption(new Option('--url <url>', 'the server (default: client.url, else the one on this machine)'))
    .addOption(new Option('--key <key>', 'API key with the scope read (default: SIGNALBOX_CLIENT_KEY)'))
    .action((id: string, flags: Flags) => run(id, { ...program.opts(), ...flags }));
}

export async function run(id: string, flags: Flags): Promise<void> {
  const api = apiOf(flags);
  const path = `/runs/${encodeURIComponent(id)}`;
  if (flags.otlp === true) return console.log(JSON.stringify(await api('GET', `${path}/otlp`)));
  const steps: unknown[] = [];
  let page = (await api('GET', path)) as Page;
  const first = page;
  steps.push(...page.steps);
  while (page.nextCursor !== null) {
    page = (await api('GET', `${path}?cursor=${encodeURIComponent(page.nextCursor)}`)) as Page;
    for (const step of page.steps) steps.push(step);
  }
  console.log(JSON.stringify({ run: first.run, steps }, null, 2));
}

type Page = { run: unknown; steps: unknown[]; nextCursor: string | null };
