import { formats, type Imported, type ReadRecord } from '../ingest/importers/index.ts';
import type { ClientFlags } from './api-client.ts';
import { importClient, type Sent } from './import-client.ts';
import { fileRecords, importFiles } from './import-files.ts';
import { printable } from './printable.ts';

type ImportFlags = ClientFlags & {
  agent?: string;
  environment: string;
  dryRun?: boolean;
  again?: boolean;
  at?: string;
};
type Tally = { runs: number; steps: number; scores: number; there: number; synthetic: number; refused: string[] };

const atOnce = 4;
const tellEvery = 50;
const mostShown = 50;
const dayMs = 86_400_000;

/**
 * Takes traces of others in. What has no time is filed under the midnight (UTC) before now, or `--at`: marked, and the same all day, so that
 * a second import changes nothing even before the first is seen.
 */
export async function importTraces(format: string, paths: readonly string[], flags: ImportFlags): Promise<void> {
  const read = Object.hasOwn(formats, format) ? formats[format as keyof typeof formats] : undefined;
  if (read === undefined)
    throw new Error(`There is no format "${format}"; there are ${Object.keys(formats).join(', ')}.`);
  const files = paths.flatMap(importFiles);
  if (files.length === 0) throw new Error(`There are no .json, .jsonl or .traj files in ${paths.join(', ')}.`);
  const send = flags.dryRun === true ? notSent : importClient(flags, momentOf(flags.at), flags.again === true);
  const { agent = '', environment } = flags;
  const records = read(fileRecords(files), { agent, environment })[Symbol.iterator]();
  const tally: Tally = { runs: 0, steps: 0, scores: 0, there: 0, synthetic: 0, refused: [] };
  let done = 0;
  // They share one iterator: each takes the next record when it is through with its last.
  const worker = async (): Promise<void> => {
    for (let next = records.next(); next.done !== true; next = records.next()) {
      await take(next.value, send, tally);
      if (++done % tellEvery === 0) console.error(`${done} records`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  for (const line of summary(tally, flags.dryRun === true)) console.log(line);
  if (tally.refused.length > 0) process.exitCode = 1;
}

const notSent = (): Promise<Sent> => Promise.resolve({ there: false, refused: [] });

async function take(record: ReadRecord, send: (imported: Imported) => Promise<Sent>, tally: Tally): Promise<void> {
  const place = `${record.file}:${record.line}${record.nth > 1 ? ` (record ${record.nth})` : ''}`;
  if ('refused' in record) return void tally.refused.push(`${place}  ${record.refused}`);
  const { imported } = record;
  const { there, refused } = await send(imported);
  tally.refused.push(...refused.map((why) => `${place}  ${why}`));
  if (there) return void (tally.there += imported.runs);
  tally.runs += imported.runs;
  tally.steps += imported.steps;
  tally.scores += imported.scores;
  if (imported.synthetic) tally.synthetic += imported.runs;
}

function summary({ runs, steps, scores, there, synthetic, refused }: Tally, dry: boolean): string[] {
  const before = there === 0 ? '' : `; ${there} runs were there already`;
  const shown = refused.slice(0, mostShown).map((line) => `  ${printable(line)}`);
  return [
    `${runs} runs, ${steps} steps, ${scores} scores ${dry ? 'found (nothing was sent)' : 'sent'}${before}`,
    ...(synthetic === 0
      ? []
      : [`${synthetic} of the runs have no time in their source: shown as not recorded, steps in order`]),
    ...(refused.length === 0 ? [] : [`${refused.length} refused:`, ...shown]),
    ...(refused.length > mostShown ? [`  … and ${refused.length - mostShown} more`] : []),
  ];
}

function momentOf(at: string | undefined): number {
  if (at === undefined) return Math.floor(Date.now() / dayMs) * dayMs;
  const moment = Date.parse(at);
  if (Number.isNaN(moment)) throw new Error(`--at must be a date, as 2026-11-22, not "${at}".`);
  return moment;
}
