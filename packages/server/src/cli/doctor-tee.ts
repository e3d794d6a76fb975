import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { teeFolder } from '../ingest/tee/open.ts';
import { readTeeCounts } from '../ingest/tee/counts.ts';
import type { Config } from '../spine/config/areas.ts';
import type { Check } from './doctor-checks.ts';
import { sizeText } from './shown-value.ts';

const patienceMs = 3_000;

/** Whether the second endpoint answers, and what became of its copies as far as the disk tells. Sends it nothing. */
export async function teeCheck({ tee, state }: Config): Promise<Check> {
  const what = 'Second endpoint';
  if (tee.url === null) return { what, state: 'ok', says: 'none is set (tee.url)' };
  const folder = teeFolder(state.dataDir);
  const { sent, dropped, refused } = readTeeCounts(folder);
  const { origin } = new URL(tee.url);
  const answers = await fetch(origin, { method: 'HEAD', signal: AbortSignal.timeout(patienceMs) }).then(
    () => true,
    () => false,
  );
  const queued = sizeText(queuedBytes(folder));
  const counts = `${sent} requests sent, ${dropped} dropped for want of room, ${refused} refused, ${queued} waiting`;
  return {
    what,
    state: answers && dropped + refused === 0 ? 'ok' : 'note',
    says: `${origin} ${answers ? 'answers' : 'does not answer'}; ${counts}`,
  };
}

function queuedBytes(folder: string): number {
  if (!existsSync(folder)) return 0;
  const files = readdirSync(folder).filter((name) => name.endsWith('.tee'));
  return files.reduce((sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
}
