import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlaygroundCell, PlaygroundCells, PlaygroundRun, RunEstimate } from '../rooms/prompts/contract.ts';
import { type Api, apiOf, type ClientFlags } from './api-client.ts';
import { column } from './column.ts';
import { csvRows } from './csv.ts';
import { printable } from './printable.ts';
import { providerNamed, teamOf } from './provider.ts';

type RunFlags = ClientFlags & { lane: string[]; rows?: string; user?: string; estimate?: boolean; json?: boolean };
const everyMs = 300;
const mostLetters = 120;

export async function playgroundRun(prompt: string, flags: RunFlags): Promise<void> {
  const api = apiOf(flags);
  const lanes: object[] = [];
  for (const written of flags.lane) lanes.push(await laneOf(api, prompt, { written, user: flags.user ?? null }));
  const rows = flags.rows === undefined ? [{}] : rowsOf(flags.rows, readFileSync(flags.rows, 'utf8'));
  const input = { teamId: await teamOf(api), name: prompt, lanes, rows };
  const estimate = (await api('POST', '/playground/estimates', input)) as RunEstimate;
  if (flags.estimate === true) return flags.json === true ? print(estimate) : console.log(estimateLine(estimate));
  if (flags.json !== true) console.log(estimateLine(estimate));
  const { id } = (await api('POST', '/playground/runs', input)) as PlaygroundRun;
  const { cells, run } = await answersOf(api, id);
  if (flags.json === true) print({ id, ...run, cells });
  else for (const line of answerLines(cells, flags.lane)) console.log(line);
  if (run.state !== 'done' || run.counts.failed > 0) process.exitCode = 1;
}

const print = (value: unknown): void => console.log(JSON.stringify(value, null, 2));

/** `provider:model` or `provider:model@place`; models may have colons of their own. */
async function laneOf(api: Api, promptId: string, { written, user }: { written: string; user: string | null }) {
  const match = /^([^:]+):(.+?)(?:@([a-z0-9][a-z0-9._-]*))?$/.exec(written);
  if (match === null)
    throw new Error(`A lane is written provider:model or provider:model@production, not "${written}".`);
  const [, provider, model, at = 'latest'] = match;
  const { id: providerId } = await providerNamed(api, provider!);
  return { source: { promptId, at }, providerId, model, userMessage: user };
}

/** A CSV says texts; numbers and objects come as JSON. Throws a sentence. */
export function rowsOf(file: string, text: string): { [name: string]: unknown }[] {
  if (!/\.json$/i.test(file)) {
    const [head, ...rest] = csvRows(text);
    if (head === undefined) throw new Error(`${file} is empty.`);
    return rest.map(({ cells }) => Object.fromEntries(head.cells.map((name, at) => [name, cells[at] ?? ''])));
  }
  const read = JSON.parse(text) as unknown;
  if (Array.isArray(read) && read.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one)))
    return read as { [name: string]: unknown }[];
  throw new Error(`${file} must hold a list of objects: one for each row.`);
}

/** Cells in their places, each as it ended. */
async function answersOf(api: Api, id: string): Promise<{ cells: PlaygroundCell[]; run: PlaygroundCells['run'] }> {
  const cells = new Map<string, PlaygroundCell>();
  for (let after = 0; ;) {
    const page = (await api('GET', `/playground/runs/${id}/cells?after=${after}`)) as PlaygroundCells;
    for (const cell of page.items) cells.set(`${cell.lane} ${cell.row}`, cell);
    after = page.after;
    if (page.items.length > 0) continue;
    const inPlaces = [...cells.values()].toSorted((a, b) => a.row - b.row || a.lane - b.lane);
    if (page.run.state !== 'running') return { cells: inPlaces, run: page.run };
    await sleep(everyMs);
  }
}

const estimateLine = ({ cells, total, lanes }: RunEstimate): string =>
  [
    `${cells} ${cells === 1 ? 'call' : 'calls'}, about ${total.inputTokens + total.outputTokens} tokens, `,
    total.costUsd === null ? 'cost not known' : `about ${dollars(total.costUsd)}`,
    ...lanes.flatMap(({ problem }) => (problem === null ? [] : [`\n! ${printable(problem)}`])),
  ].join('');

/** A line for each answer: row, lane, how it went, how long it took, what it cost, and its beginning. */
export function answerLines(cells: readonly PlaygroundCell[], lanes: readonly string[]): string[] {
  return column(
    cells.map((cell) => [
      `row ${cell.row + 1}`,
      lanes[cell.lane] ?? String(cell.lane),
      cell.schema === 'none' ? cell.state : `${cell.state}, ${cell.schema.replace('_', ' ')}`,
      cell.ms === null ? '—' : `${cell.ms} ms`,
      cell.costUsd === null ? '—' : dollars(cell.costUsd),
      beginningOf(cell),
    ]),
  );
}

function beginningOf({ text, refusal, error, toolCalls }: PlaygroundCell): string {
  const calls = toolCalls.map((call) => `${call.name}(${call.arguments})`).join(' ');
  const said = (error?.message ?? text ?? refusal ?? calls).replace(/\s+/g, ' ').trim();
  return said.length > mostLetters ? `${said.slice(0, mostLetters)}…` : said;
}

const dollars = (usd: number): string => `$${usd < 0.01 ? usd.toPrecision(2) : usd.toFixed(2)}`;
