import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openSeal, restoreState } from '../main.ts';
import type { Config } from '../spine/config/areas.ts';
import { AppError } from '../spine/errors.ts';
import { configOf, type Flags } from './flags.ts';

/** Without `--yes` only says what it would replace (exit code 1). */
export async function restore(file: string, flags: Flags): Promise<void> {
  const { yes = false, ...rest } = flags;
  const { config } = configOf(rest);
  if (config.state.databaseUrl !== null) throw new AppError('backup.own_dump');
  if (!existsSync(file))
    throw new AppError('backup.unreadable', { params: { file, reason: 'there is no such file.' } });
  const state = join(config.state.dataDir, 'state');
  if (!yes) {
    console.log(
      `This would replace ${state} (people, teams, grants, keys, settings, the ledger) with what ${file} holds.\n` +
        'Whatever was changed since is lost from it; keys revoked and people disabled since can come in again.\n' +
        'Runs, spans and the root key stay as they are. The present state is kept beside it.\n' +
        'Nothing was changed. To do it: signalbox restore --yes <file>',
    );
    process.exitCode = 1;
    return;
  }
  const { former, facts } = await restoreState(config, file);
  console.log(`${state} is now as in ${file}.`);
  if (former !== null)
    console.log(`What was there before lies in ${former}; remove it when it is not needed any more.`);
  if (facts.missing.length > 0) console.log(`The next start brings it up to date: ${facts.missing.join(', ')}.`);
  if (facts.sealedUnder.length > 0) console.log(keyNote(config, facts.sealedUnder));
}

function keyNote(config: Config, sealedUnder: readonly string[]): string {
  const wanted = `Its secrets were sealed under root key ${sealedUnder.join(', ')}`;
  const file = config.root.keyFile ?? join(config.state.dataDir, 'key');
  // Looking must not make a new key.
  if (config.root.key === null && !existsSync(file)) return `${wanted}, which is not in ${file}: put it there first.`;
  const { keyId } = openSeal(config);
  const fits = sealedUnder.every((id) => id === keyId);
  return fits
    ? `${wanted}, which is the one given here.`
    : `${wanted}; the one given here is ${keyId}. Give it that key.`;
}
