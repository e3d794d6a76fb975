import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { importTraces } from '../../packages/server/src/cli/import.ts';
import { passKOf } from '../../packages/server/src/cli/pass-k.ts';
import type { Run, RunList, RunPage, Transcript } from '../../packages/server/src/rooms/monitoring/contract.ts';
import type { PassK } from '../../packages/server/src/rooms/monitoring/contract-scores.ts';
import { type LiveServer, liveServer } from '../live/live-server.ts';

/** The public sets of traces through a running server, held against what their files say when they are read without the importers. */

const shared = fileURLToPath(new URL('../../../shared/data/traces', import.meta.url));
const isThere = existsSync(shared);
if (!isThere) console.warn('SKIPPED: no traces at ../shared/data/traces, importers were not held against them');

type Message = { role: string; content: string | null; tool_calls?: { function: { name: string } }[] };
type Trial = { task_id: number; trial: number; reward: number; traj: Message[] };
type Blamed = {
  question_ID: string;
  mistake_agent: string;
  mistake_step: string;
  mistake_reason: string;
  history: unknown[];
};
const json = <T>(path: string): T => JSON.parse(readFileSync(`${shared}/${path}`, 'utf8')) as T;

let live: LiveServer;
let key: string;
beforeAll(async () => {
  if (!isThere) return;
  live = await liveServer();
  const { items } = await live.get<{ items: { id: string }[] }>('/api/v1/teams');
  const asked = { name: 'import', teamId: items[0]!.id, scopes: ['ingest', 'read', 'content'] };
  key = ((await (await live.post('/api/v1/keys', asked)).json()) as { secret: string }).secret;
});
afterAll(async () => {
  if (isThere) await live.close();
});

async function printed(act: () => Promise<void>): Promise<string> {
  const spies = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error')].map((spy) => spy.mockImplementation(() => {}));
  try {
    await act();
    return spies[0]!.mock.calls.flat().join('\n');
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
  }
}
const bring = (format: string, folder: string, more: object = {}): Promise<string> =>
  printed(() =>
    importTraces(format, [`${shared}/${folder}`], { url: live.server.url, key, environment: 'imported', ...more }),
  );

async function runsOf(agent: string): Promise<Run[]> {
  const found: Run[] = [];
  let cursor = '';
  do {
    const page = await live.get<RunList>(`/api/v1/runs?limit=200&agent=${agent}${cursor}`);
    found.push(...page.items);
    cursor = page.nextCursor === null ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`;
  } while (cursor !== '');
  return found;
}

/** Once all of them are assembled whole. */
async function settled(agent: string, runs: number, steps: number): Promise<Run[]> {
  let found: Run[] = [];
  const stepsOf = () => found.reduce((sum, run) => sum + run.steps, 0);
  for (let looks = 0; looks < 300 && !(found.length === runs && stepsOf() === steps); looks++) {
    await new Promise((next) => setTimeout(next, 200));
    found = await runsOf(agent);
  }
  expect([found.length, stepsOf()]).toEqual([runs, steps]);
  return found;
}
const pageOf = (run: Run) => live.get<RunPage>(`/api/v1/runs/${run.id}`);

/** What the source does not tell is unknown, and never 0. */
function notRecorded(runs: readonly Run[]): void {
  for (const run of runs) {
    expect(run).toMatchObject({ durationMs: null, costUsd: null, environment: 'imported' });
    expect(run.tokens).toEqual({ input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null });
    expect(run.marks).toContain('synthetic_time');
    expect(run.marks).not.toContain('no_end');
  }
}

/** What the assistant and tools said, and what the user said after the last of it. */
const stepsIn = (traj: readonly Message[]): number =>
  traj.filter(({ role }) => role === 'assistant' || role === 'tool').length + Number(traj.at(-1)!.role === 'user');

const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);

describe.runIf(isThere)('tau-bench', () => {
  test('every trial is a run with its calls, tools and reward, also when it is brought twice', async () => {
    const trials = json<Trial[]>('tau_bench/gpt-4o-airline.json');
    const messages = trials.flatMap(({ traj }) => traj);
    const calls = messages.filter(({ role }) => role === 'assistant').length;
    const tools = messages.filter(({ role }) => role === 'tool').length;
    const steps = trials.length + trials.reduce((sum, { traj }) => sum + stepsIn(traj), 0);
    const first = await bring('tau_bench', 'tau_bench', { agent: 'gpt-4o' });
    expect(first).toContain(`${trials.length} runs, ${steps} steps, ${trials.length} scores sent`);
    const runs = await settled('gpt-4o', trials.length, steps);
    notRecorded(runs);
    const total = (pick: (run: Run) => number) => runs.reduce((sum, run) => sum + pick(run), 0);
    expect([total((run) => run.modelCalls), total((run) => run.toolCalls)]).toEqual([calls, tools]);
    const passed = trials.filter(({ reward }) => reward === 1).length;
    await vi.waitFor(
      async () =>
        expect((await runsOf('gpt-4o')).filter(({ outcome }) => outcome.value === 'completed')).toHaveLength(passed),
      { timeout: 60_000, interval: 500 },
    );
    expect(new Set(runs.map(({ conversation }) => conversation)).size).toBe(trials.length);
    const again = await bring('tau_bench', 'tau_bench', { agent: 'gpt-4o' });
    expect(again).toContain(`0 runs, 0 steps, 0 scores sent; ${trials.length} runs were there already`);
    const page = await pageOf(runs[0]!);
    expect(page.scores.filter(({ name }) => name === 'reward')).toHaveLength(1);
  });

  test('a transcript says what the file says, each tool with its arguments and its result', async () => {
    const trials = json<Trial[]>('tau_bench/gpt-4o-airline.json');
    const { task_id: task, trial, traj } = trials.find(({ traj }) => traj.some(({ tool_calls: c }) => c))!;
    const run = (await runsOf('gpt-4o')).find((one) => one.conversation?.endsWith(`task ${task} trial ${trial}`))!;
    const { steps } = await pageOf(run);
    const names = traj.flatMap(({ tool_calls: calls = [] }) => (calls ?? []).map((call) => call.function.name));
    const told = steps.filter(({ kind }) => kind === 'tool');
    expect(told.map(({ tool }) => tool)).toEqual(names);
    const { turns } = await live.get<Transcript>(`/api/v1/runs/${run.id}/transcript`);
    const parts = turns.flatMap(({ message }) => message.parts);
    for (const type of ['tool_call', 'tool_call_response']) expect(parts.some((part) => part.type === type)).toBe(true);
    const texts = parts.flatMap((part) => (part.type === 'text' ? [part.content] : []));
    for (const { role, content } of traj) if (role !== 'tool' && content) expect(texts).toContain(content);
  });

  test('pass^k is what a direct count of the file gives', async () => {
    const tasks = Map.groupBy(json<Trial[]>('tau_bench/gpt-4o-airline.json'), (one) => one.task_id);
    const direct = [1, 2, 3, 4].map((k) => {
      const chances = [...tasks.values()].map((own) => {
        const passed = own.filter(({ reward }) => reward === 1).length;
        return passed < k ? 0 : choose(passed, k) / choose(own.length, k);
      });
      return chances.reduce((sum, one) => sum + one, 0) / chances.length;
    });
    const shown = await printed(() =>
      passKOf({ url: live.server.url, key, score: 'reward', agent: 'gpt-4o', json: true }),
    );
    const found = JSON.parse(shown) as PassK;
    expect(found.tasks).toHaveLength(tasks.size);
    for (const [index, { value, tasks: n }] of found.powers.entries()) {
      expect(value).toBeCloseTo(direct[index]!, 12);
      expect(n).toBe(tasks.size);
    }
    const published = json<{ tau_bench: Record<string, Record<string, number[]>> }>('published_baselines.json');
    console.table({
      'here, 36 of 50 tasks': direct.map((one) => one.toFixed(3)),
      'published, all 50 (gpt-4o TC)': published.tau_bench['airline_pass^1-4']!['gpt-4o TC'],
    });
  });
});

describe.runIf(isThere)('Who&When', () => {
  const files = !isThere
    ? []
    : ['Algorithm-Generated', 'Hand-Crafted'].flatMap((folder) =>
        readdirSync(`${shared}/who_and_when/${folder}`).map((name) => json<Blamed>(`who_and_when/${folder}/${name}`)),
      );

  test('every log is a failed run with a step a turn, and who, when and why on the right one', async () => {
    const turns = files.reduce((sum, { history }) => sum + history.length, 0);
    const told = await bring('who_and_when', 'who_and_when');
    expect(told).toContain(`${files.length} runs, ${turns + files.length} steps`);
    const count = (team: string) =>
      files
        .filter((one) => 'system_prompt' in one === (team === 'captain-agent'))
        .reduce(([runs, steps], { history }) => [runs! + 1, steps! + history.length + 1], [0, 0]) as [number, number];
    const runs = [
      ...(await settled('captain-agent', ...count('captain-agent'))),
      ...(await settled('magentic-one', ...count('magentic-one'))),
    ];
    notRecorded(runs);
    // Labels come by a way of their own, after the spans.
    const pages = await vi.waitFor(
      async () => {
        const told = await Promise.all(runs.map(pageOf));
        for (const { run, scores } of told) {
          expect(run.outcome.value).toBe('failed');
          expect(scores.map(({ name }) => name)).toContain('failure_annotation');
        }
        return told;
      },
      { timeout: 60_000, interval: 1_000 },
    );
    const found = pages.map(({ run, steps, scores }) => {
      const blame = scores.find(({ name }) => name === 'failure_annotation')!;
      const inOrder = steps.filter(({ spanId }) => spanId !== run.topSpanId);
      const when = inOrder.findIndex(({ spanId }) => spanId === blame.spanId);
      return [run.conversation, blame.value, when, blame.comment];
    });
    const expected = files.map((one) => [
      `who_and_when ${one.question_ID}`,
      one.mistake_agent,
      Number(one.mistake_step),
      one.mistake_reason,
    ]);
    expect(found.map(String).toSorted()).toEqual(expected.map(String).toSorted());
  });
});

describe.runIf(isThere)('AgentRx and SWE-agent', () => {
  test('runs meet their labels, and what is neither is told with its file and line', async () => {
    type Labels = { trajectory_id: string; failures: { step_number: number; failed_agent: string }[] };
    const magentic = json<Labels[]>('agentrx/ground_truth/magentic_one_ground_truth.json');
    const tau = json<Trial[]>('agentrx/tau_retail/tau_dataset_full.json');
    const magenticRuns = readdirSync(`${shared}/agentrx/magentic_dataset`).filter((name) =>
      /^[0-9a-f]/.test(name),
    ).length;
    const told = await bring('agentrx', 'agentrx', { environment: 'agentrx' });
    expect(told).toContain('steps_by_id.json:1  It is neither a run nor the labels of one');
    expect(told).toContain('(record 20)  These are labels of 104, which is not here');
    await settled('tau-retail', tau.length, tau.length + tau.reduce((sum, { traj }) => sum + stepsIn(traj), 0));
    await vi.waitFor(
      async () => {
        const labelled = (await runsOf('magentic-one')).filter(({ environment }) => environment === 'agentrx');
        expect(labelled).toHaveLength(magenticRuns);
      },
      { timeout: 60_000, interval: 500 },
    );
    const { trajectory_id: id, failures } = magentic[0]!;
    const run = (await runsOf('magentic-one')).find(({ conversation }) => conversation === `agentrx ${id}`)!;
    const annotated = async () => {
      const { steps, scores } = await pageOf(run);
      const own = steps.filter(({ spanId }) => spanId !== run.topSpanId);
      const blamed = scores.filter(({ name }) => name === 'failure_annotation');
      return blamed.map(({ spanId, value }) => [own.findIndex((step) => step.spanId === spanId) + 1, value]).toSorted();
    };
    const expected = failures.map(({ step_number: at, failed_agent: who }) => [at, who]).toSorted();
    await expect.poll(annotated, { timeout: 60_000, interval: 500 }).toEqual(expected);
  });

  test('actions are tools with what was seen, their length known where it was recorded, their time never', async () => {
    expect(await bring('swe_agent', 'swe_agent_demos')).toContain('3 runs, 59 steps, 2 scores sent');
    const runs = await settled('swe-agent', 3, 59);
    notRecorded(runs);
    const pages = await Promise.all(runs.map(pageOf));
    const replayed = pages.find(({ run }) => run.conversation?.includes('marshmallow') === true)!;
    const tools = replayed.steps.filter(({ kind }) => kind === 'tool');
    expect(tools.every(({ durationMs }) => durationMs !== null && durationMs > 0)).toBe(true);
    expect(tools.map(({ tool }) => tool)).toContain('edit');
    await vi.waitFor(
      async () => expect((await runsOf('swe-agent')).map(({ state }) => state)).toEqual(Array(3).fill('settled')),
      { timeout: 90_000, interval: 500 },
    );
    // Sent once more though it is there: the same spans and scores.
    expect(await bring('swe_agent', 'swe_agent_demos', { again: true })).toContain('3 runs, 59 steps, 2 scores sent');
    expect(new Set((await settled('swe-agent', 3, 59)).map(({ id }) => id))).toEqual(new Set(runs.map(({ id }) => id)));
    expect((await pageOf(replayed.run)).scores).toHaveLength(replayed.scores.length);
  });
});
