import { relative } from 'node:path';
import { backupsOf } from '../main.ts';
import { AppError } from '../spine/errors.ts';
import { askOperator } from './ask-operator.ts';
import { configOf, type Flags } from './flags.ts';
import { sizeText } from './shown-value.ts';

/** Prints the file alone, so that it can be piped. */
export async function backupNow(flags: Flags): Promise<void> {
  const answer = await askOperator(configOf(flags).config, { command: 'backup' });
  if (!('file' in answer)) return;
  console.log(relative(process.cwd(), answer.file));
  console.error(
    `${sizeText(answer.bytes)}; nobody else could use the control state for ${Math.round(answer.heldMs)} ms. ` +
      'Runs and spans are not in it, nor is the root key: keep that apart.',
  );
}

export async function backupList(flags: Flags): Promise<void> {
  const { config } = configOf(flags);
  if (config.state.databaseUrl !== null) throw new AppError('backup.own_dump');
  const found = await backupsOf(config);
  if (found.length === 0) console.error('No backups yet. Make one with: signalbox backup now');
  for (const { file, kind, madeAt, bytes } of found) {
    const at = new Date(madeAt).toISOString().slice(0, 19);
    console.log(`${at}Z  ${kind.padEnd(16)} ${sizeText(bytes).padStart(9)}  ${relative(process.cwd(), file)}`);
  }
}
