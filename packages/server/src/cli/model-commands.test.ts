import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addModelCommands } from './model-commands.ts';

/** What a server would have been asked; nothing is. */
let asked: { method: string; path: string; body: unknown; key: string | null }[];
let answers: Record<string, unknown>;
beforeEach(() => {
  asked = [];
  answers = {
    'GET /teams': { items: [{ id: 'tea_1' }] },
    'GET /providers': { items: [{ id: 'mpr_1', name: 'One', models: [], hasKey: true, teamId: null }] },
  };
  vi.stubGlobal(
    'fetch',
    async (
      url: string,
      { method, body, headers }: { method: string; body?: string; headers: Record<string, string> },
    ) => {
      const path = new URL(url).pathname.replace('/api/v1', '');
      const sent = body === undefined ? null : (JSON.parse(body) as unknown);
      asked.push({ method, path, body: sent, key: headers['x-signalbox-key'] ?? null });
      const answer = answers[`${method} ${path}`];
      if (answer === null) return new Response(null, { status: 204 });
      return Response.json(answer ?? { detail: `nothing for ${method} ${path}` }, {
        status: answer === undefined ? 404 : 200,
      });
    },
  );
  vi.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function run(line: string): Promise<void> {
  const program = new Command('signalbox').exitOverride().configureOutput({ writeErr: () => {} });
  program.option('-c, --config <file>');
  addModelCommands(program);
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map((one) => one[1] ?? one[2]!);
  await program.parseAsync([...words, '--url', 'http://signalbox.test', '--key', 'sbx_k'], { from: 'user' });
}
const printed = (): string => vi.mocked(console.log).mock.calls.join('\n');

describe('provider', () => {
  test('add takes the key from the variable that is named, never from the line', async () => {
    vi.stubEnv('OTHER_KEY', ' sk-1 ');
    answers['POST /providers'] = { id: 'mpr_2', name: 'Two', hasKey: true };
    await run('provider add Two --base-url http://127.0.0.1:9/v1 --models a b --dialect anthropic --key-env OTHER_KEY');
    expect(asked.at(-1)).toEqual({
      ...{ method: 'POST', path: '/providers', key: 'sbx_k' },
      body: {
        ...{ name: 'Two', baseUrl: 'http://127.0.0.1:9/v1', dialect: 'anthropic', models: ['a', 'b'], pricedAs: '' },
        ...{ apiKey: 'sk-1', teamId: 'tea_1' },
      },
    });
  });

  test('add wants a base URL, and a dialect there is', async () => {
    await expect(run('provider add Two')).rejects.toThrow('--base-url');
    await expect(run('provider add Two --base-url x --dialect grpc')).rejects.toThrow('Allowed choices');
    expect(asked).toEqual([]);
  });

  test('a provider is found by name or id; of two with one name the ids are told', async () => {
    answers['POST /providers/mpr_1/try'] = { ok: true, text: 'Hi', ms: 3, error: null };
    for (const name of ['One', 'mpr_1']) await run(`provider try ${name} --model m-1`);
    expect(asked.filter((one) => one.method === 'POST').map((one) => one.body)).toEqual([
      { model: 'm-1' },
      { model: 'm-1' },
    ]);
    answers['GET /providers'] = { items: ['mpr_1', 'mpr_2'].map((id) => ({ id, name: 'One' })) };
    await expect(run('provider try One --model m-1')).rejects.toThrow('name one by its id, mpr_1 or mpr_2');
  });

  test('remove asks for nothing without --confirm, and says who used it', async () => {
    answers['GET /providers/mpr_1'] = {
      uses: [{ actor: 'per_1', actorName: 'Ada', uses: 3, lastAt: '2026-11-22T10:00:00Z' }],
    };
    await run('provider remove One');
    expect(printed()).toContain('Ada  3 uses, the last 2026-11-22T10:00:00Z');
    expect(asked.every((one) => one.method === 'GET')).toBe(true);
    answers['POST /providers/mpr_1/remove'] = null;
    await run('provider remove One --confirm One');
    expect(asked.at(-1)).toMatchObject({ path: '/providers/mpr_1/remove', body: { confirm: 'One' } });
  });
});

describe('playground run', () => {
  const estimate = { cells: 1, lanes: [], total: { inputTokens: 3, outputTokens: 4, costUsd: 0.5 } };

  test('reads lanes as provider, model and place; models may have colons', async () => {
    answers['POST /playground/estimates'] = estimate;
    await run(
      `playground run billing/system --lane One:llama3:8b One:m@production One:m@3 --user 'Hi {{ name }}' --estimate`,
    );
    const lane = (model: string, at: string): object => ({
      ...{ source: { promptId: 'billing/system', at }, providerId: 'mpr_1', model, userMessage: 'Hi {{ name }}' },
    });
    expect(asked.at(-1)!.body).toEqual({
      ...{ teamId: 'tea_1', name: 'billing/system', rows: [{}] },
      lanes: [lane('llama3:8b', 'latest'), lane('m', 'production'), lane('m', '3')],
    });
    expect(printed()).toBe('1 call, about 7 tokens, about $0.50');
  });

  test('follows a run to its end, page by page', async () => {
    answers['POST /playground/estimates'] = estimate;
    answers['POST /playground/runs'] = { id: 'pgr_1' };
    const cell = {
      lane: 0,
      row: 0,
      state: 'done',
      schema: 'none',
      ms: 5,
      costUsd: null,
      text: 'Hello',
      refusal: null,
      error: null,
      toolCalls: [],
    };
    const run1 = { state: 'running', counts: { failed: 0 } };
    const pages = [
      { items: [{ ...cell, state: 'running', text: null }], after: 1, run: run1 },
      { items: [cell], after: 2, run: run1 },
      { items: [], after: 2, run: { state: 'cancelled', counts: { failed: 0 } } },
    ];
    Object.defineProperty(answers, 'GET /playground/runs/pgr_1/cells', { get: () => pages.shift() });
    await run('playground run hello --lane One:m');
    expect(printed()).toContain('row 1  One:m  done  5 ms  —  Hello');
    expect(process.exitCode).toBe(1);
    expect(pages).toEqual([]);
  });

  test('wants a lane', async () => {
    await expect(run('playground run hello')).rejects.toThrow('--lane');
  });
});
