import type { Command } from 'commander';
import { Option } from 'commander';
import type { SqlResult } from '../rooms/monitoring/index.ts';
import { apiOf, type ClientFlags } from './api-client.ts';
import { column } from './column.ts';

type SqlFlags = ClientFlags & { csv?: boolean; json?: boolean; limit: string };

/** One SELECT over runs, steps, invocations, scores and metrics, asked of a server. */
export function addSqlCommand(program: Command): void {
  program
    .command('sql')
    .description('answer one SELECT over runs, steps, invocations, scores and metrics')
    .argument('<statement>')
    .option('--csv', 'print the rows as CSV')
    .option('--json', 'print the answer as JSON')
    .option('--limit <n>', 'rows at most', '1000')
    .addOption(new Option('--url <url>', 'the server (default: client.url, else the one on this machine)'))
    .addOption(new Option('--key <key>', 'API key with the scope read (default: SIGNALBOX_CLIENT_KEY)'))
    .action((statement, flags) => sql(statement, { ...program.opts(), ...flags }));
}

/** Exit code 1 = there are more rows than were asked for. */
export async function sql(statement: string, flags: SqlFlags): Promise<void> {
  const answer = (await apiOf(flags)('POST', '/sql', { sql: statement, limit: Number(flags.limit) })) as SqlResult;
  for (const line of flags.json ? [JSON.stringify(answer)] : flags.csv ? csvLines(answer) : tableLines(answer))
    console.log(line);
  if (!answer.truncated) return;
  console.error(`There are more than ${answer.rows.length} rows: narrow the statement, or ask for more with --limit.`);
  process.exitCode = 1;
}

const tableLines = ({ columns, rows }: SqlResult): string[] =>
  column([
    columns.map(({ name }) => name),
    ...rows.map((row) => row.map((value) => (value === null ? '—' : textOf(value)))),
  ]);

/** RFC 4180. Names come from agents: one that a spreadsheet would take for a formula stays text. */
export function csvLines({ columns, rows }: SqlResult): string[] {
  const field = (value: unknown): string => {
    const text = value === null ? '' : textOf(value);
    const safe = typeof value !== 'number' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [columns.map(({ name }) => name), ...rows].map((row) => row.map(field).join(','));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
