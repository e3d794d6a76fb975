import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { exportQuarantined, listQuarantine, quarantinedIds, type Quarantined } from '../ingest/spool/quarantine.ts';
import { AppError } from '../spine/errors.ts';
import { askOperator } from './ask-operator.ts';
import { configOf, type Flags } from './flags.ts';
import { sizeText } from './shown-value.ts';
import { spoolOf } from './spool-of.ts';

/** `signalbox quarantine …`: segments that the warehouse refused five times, on this node. */
export function addQuarantineCommands(program: Command, dataDir: Option): void {
  const quarantine = program.command('quarantine').description('telemetry that the warehouse refused five times');
  quarantine
    .command('list')
    .description('what is there, the oldest first')
    .addOption(dataDir)
    .action((flags) => list({ ...program.opts(), ...flags }));
  quarantine
    .command('retry')
    .description('put it back among what waits for the warehouse, once the cause is gone')
    .argument('[id...]', 'only these (default: all)')
    .option('--limit <n>', 'at most so many, the oldest first', '100')
    .addOption(dataDir)
    .action((ids, flags) => retry(ids, { ...program.opts(), ...flags }));
  quarantine
    .command('export')
    .description('copy segments into a folder, to look at or hand on; they hold what agents said')
    .argument('<folder>')
    .argument('[id...]', 'only these (default: all)')
    .addOption(dataDir)
    .action((folder, ids, flags) => exportAll(folder, ids, { ...program.opts(), ...flags }));
}

export const lineOf = ({ id, sealedAt, rows, bytes, whole }: Quarantined): string =>
  `${new Date(sealedAt).toISOString().slice(0, 19)}Z  ${id}  ${rows} rows  ${sizeText(bytes)}${whole ? '' : '  damaged: only export'}`;

function list(flags: Flags): void {
  const found = listQuarantine(spoolOf(configOf(flags).config));
  if (found.length === 0) console.error('The quarantine of this node is empty.');
  for (const one of found) console.log(lineOf(one));
}

async function retry(ids: readonly string[], flags: Flags & { limit: string }): Promise<void> {
  const limit = Number(flags.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new AppError('config.invalid', { params: { reason: '--limit must be a whole number from 1 to 1000.' } });
  const { config } = configOf(flags);
  const wanted = known(spoolOf(config), ids);
  const command = { command: 'quarantine-retry', ids: ids.length === 0 ? null : wanted, limit } as const;
  const answer = await askOperator(config, command);
  if (!('retried' in answer)) return;
  for (const id of answer.retried) console.log(id);
  const left = quarantinedIds(spoolOf(config)).filter((id) => !answer.retried.includes(id)).length;
  console.error(
    `${answer.retried.length} put back; refused five times again, they return. ${left} stay (over the limit, not named, or damaged).`,
  );
}

function exportAll(folder: string, ids: readonly string[], flags: Flags): void {
  const spool = spoolOf(configOf(flags).config);
  for (const id of known(spool, ids)) {
    exportQuarantined(spool, id, join(folder, id));
    console.log(join(folder, id));
  }
}

/** Those named, or all. Throws where one is not there. */
function known(spool: string, ids: readonly string[]): string[] {
  const there = quarantinedIds(spool);
  const missing = ids.find((id) => !there.includes(id));
  if (missing !== undefined)
    throw new AppError('config.invalid', { params: { reason: `No segment ${missing} lies in quarantine here.` } });
  return ids.length === 0 ? there : [...ids];
}
