import type { UsableProvider } from '../../../access/index.ts';
import type { Llm } from '../../../ports/llm.ts';
import type { Clock } from '../../../spine/clock.ts';
import { AppError } from '../../../spine/errors.ts';
import type { Seal } from '../../../spine/seal.ts';
import type { Transactor } from '../../../spine/tx.ts';
import type { Turn } from '../contract-playground.ts';
import type { CallCost } from '../../monitoring/index.ts';
import { fitOf } from './fits-schema.ts';
import type { KeptLane } from './lanes.ts';
import { type CellResult, failureOf, resultOf } from './model/result.ts';
import { questionOf } from './question.ts';
import { changeCell, endRun, finishRun, type Place } from './store.ts';
import { Turnstile } from './turnstile.ts';

/** `perProvider`: calls to one provider at once, of this process. `timeoutMs`: of one call, with its retries. */
export type PlaygroundSetting = { keepDays: number; timeoutMs: number; perProvider: number };
export type PlaygroundDeps = {
  state: Transactor;
  seal: Seal;
  llm: Llm;
  clock: Clock;
  setting: PlaygroundSetting;
  onError: (error: unknown) => void;
};
/** What is to be asked. `turns`: what was said in each cell before, by its place in `cells`. */
export type Job = {
  runId: string;
  lanes: readonly KeptLane[];
  rows: readonly { [name: string]: unknown }[];
  providers: ReadonlyMap<string, UsableProvider>;
  costOf: CallCost;
  cells: readonly (Place & { turns: readonly Turn[] })[];
};
type Cell = Job['cells'][number];

/** Asks what runs of the playground want to know, in this process. What it says is in the tables as it comes. */
export class Playground {
  readonly deps: PlaygroundDeps;
  readonly #turnstile: Turnstile;
  readonly #going = new Map<string, Set<{ stop: AbortController; ended: Promise<void> }>>();

  constructor(deps: PlaygroundDeps) {
    this.deps = deps;
    this.#turnstile = new Turnstile(deps.setting.perProvider);
  }

  begin(job: Job): void {
    const stop = new AbortController();
    const jobs = this.#going.get(job.runId) ?? new Set();
    this.#going.set(job.runId, jobs);
    const ended = this.#carryOut(job, stop.signal).finally(() => {
      jobs.delete(one);
      if (jobs.size === 0) this.#going.delete(job.runId);
    });
    const one = { stop, ended };
    jobs.add(one);
  }

  /** Ends the calls of a run that are under way here. */
  stop(runId: string): void {
    for (const { stop } of this.#going.get(runId) ?? []) stop.abort();
  }

  /** Ends all runs of this process as interrupted. */
  async close(): Promise<void> {
    const going = [...this.#going].map(([id, jobs]) => ({ id, jobs: [...jobs] }));
    for (const { id } of going) this.stop(id);
    await Promise.all(going.flatMap(({ jobs }) => jobs.map((one) => one.ended)));
    for (const { id } of going) await endRun(this.deps.state, { id, at: this.#now() }, 'interrupted');
  }

  /** Never rejects. A cell that could not be written down leaves its run interrupted. */
  async #carryOut(job: Job, signal: AbortSignal): Promise<void> {
    let isWhole = true;
    const report = (error: unknown): void => {
      isWhole = false;
      this.deps.onError(error);
    };
    const answers = job.cells.map((cell) => {
      const { providerId } = job.lanes[cell.lane]!;
      return this.#turnstile.pass(providerId, () => this.#answer(job, cell, signal)).catch(report);
    });
    await Promise.all(answers);
    if (signal.aborted) return;
    const run = { id: job.runId, at: this.#now() };
    await (isWhole ? finishRun(this.deps.state, run) : endRun(this.deps.state, run, 'interrupted')).catch(report);
  }

  async #answer(job: Job, cell: Cell, signal: AbortSignal): Promise<void> {
    const run = { id: job.runId, at: this.#now() };
    if (signal.aborted || !(await changeCell(this.deps.state, run, cell, { state: 'running' }))) return;
    const result = await this.#ask(job, cell, signal);
    if (signal.aborted) return;
    const state = result.error === null ? 'done' : 'failed';
    await changeCell(this.deps.state, { ...run, at: this.#now() }, cell, { state, result });
  }

  async #ask(job: Job, { lane: at, row, turns }: Cell, signal: AbortSignal): Promise<CellResult> {
    const { llm, clock, setting } = this.deps;
    const lane = job.lanes[at]!;
    const { endpoint, pricedAs } = job.providers.get(lane.providerId)!;
    const began = clock.monotonic();
    try {
      const question = questionOf(lane, job.rows[row]!, turns);
      const answer = await llm.complete(endpoint, question, { timeoutMs: setting.timeoutMs, signal });
      const cost = job.costOf({ model: lane.model, provider: pricedAs }, answer.usage);
      return resultOf(answer, fitOf(lane.content.outputSchema, answer.text), cost);
    } catch (error) {
      if (!(error instanceof AppError)) this.deps.onError(error);
      const told = error instanceof AppError ? error : new AppError('internal.unexpected', { cause: error });
      return failureOf(toldOf(told), Math.round(clock.monotonic() - began));
    }
  }

  #now(): Date {
    return new Date(this.deps.clock.now());
  }
}

/** With the fields it names, since a cell has room for one sentence. */
const toldOf = ({ code, message, fields }: AppError): { code: string; message: string } => ({
  code,
  message: [message, ...fields.map((field) => `${field.path}: ${field.message}`)].join(' '),
});
