import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Signalbox, signalbox, type SignalboxOptions } from '../../packages/sdk/src/index.ts';
import { openSdkWorld, type SdkWorld } from './sdk-world.ts';

/** The TypeScript SDK does what every SDK must, step by step: as clients/python/test_signalbox.py does for Python. */
type Part = {
  prompt?: string;
  variables?: object;
  model?: string;
  provider?: string;
  usage?: object;
  tool?: string;
};
type Step = {
  do: string;
  path?: string;
  body?: object;
  options?: SignalboxOptions;
  subject?: object;
  slot?: string;
  variables?: object;
  parts?: Part[];
  outcome?: ['completed', string?];
  feedback?: [boolean, string];
  raises?: string;
  seconds?: number;
  within?: number;
  expect?: unknown;
  fails?: string;
};
const file = join(import.meta.dirname, '../fixtures/sdk-contract.json');
const { steps } = JSON.parse(readFileSync(file, 'utf8')) as { steps: Step[] };

let world: SdkWorld;
let folder: string;
let client: Signalbox | null = null;
const told: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-contract-'));
  world = await openSdkWorld();
}, 180_000);
afterAll(async () => {
  await client?.close(200);
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(path: string, body?: object): Promise<unknown> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(world.env['SIGNALBOX_TEST_CONTROL'] + path, init);
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return answer.json();
}

/** Looks until what is found holds what is expected, or the time is over. */
async function meet(step: Step, look: () => unknown, within = step.within ?? 0): Promise<void> {
  if (step.fails !== undefined) {
    await expect(async () => look()).rejects.toMatchObject({ code: step.fails });
    return;
  }
  const end = performance.now() + within * 1_000;
  for (;;) {
    const found = await look();
    try {
      if (typeof step.expect === 'object') expect(found).toMatchObject(step.expect!);
      else expect(found).toBe(step.expect);
      return;
    } catch (error) {
      if (performance.now() >= end) throw error;
    }
    await sleep(200);
  }
}

async function runIt(of: Signalbox, { subject = {}, parts = [], outcome, feedback, raises }: Step): Promise<void> {
  const work = of.run(subject, async (run) => {
    for (const { prompt, variables = {}, model, provider, usage = {}, tool } of parts) {
      if (prompt !== undefined) run.prompt(prompt, variables as Record<string, unknown>);
      if (model !== undefined) {
        const call = { model, ...(provider !== undefined && { provider }) };
        await run.model(call, (report) => report.usage(usage));
      }
      if (tool !== undefined) await run.tool(tool, () => {});
    }
    if (outcome !== undefined) run.outcome(...outcome);
    if (feedback !== undefined) run.feedback({ value: feedback[0], name: feedback[1] });
    if (raises !== undefined) throw new Error(raises);
  });
  if (raises === undefined) await work;
  else await expect(work).rejects.toThrow(raises);
}

const verbs: Record<string, (step: Step) => Promise<unknown>> = {
  async open({ options = {} }) {
    await client?.close();
    const { SIGNALBOX_URL: url, SIGNALBOX_KEY: key, SIGNALBOX_AGENT: agent } = world.env;
    const onError = (error: Error): void => void told.push(error.message);
    client = signalbox({ url: url!, key: key!, agent: agent!, cacheDir: folder, onError, ...options });
  },
  close: async () => client!.close(),
  sleep: async ({ seconds = 0 }) => sleep(seconds * 1_000),
  control: async ({ path, body = {} }) => ask(path!, body),
  async seen(step) {
    await client!.flush((step.within ?? 30) * 1_000);
    await meet(step, () => ask(step.path!), step.within ?? 30);
  },
  release: async (step) => meet(step, () => client!.release(step.subject)),
  prompt: async (step) => meet(step, () => client!.prompt(step.slot!, step.variables as Record<string, unknown>)),
  authority: async (step) => meet(step, () => client!.authority),
  run: async (step) => runIt(client!, step),
};

test('every step', async () => {
  for (const [at, step] of steps.entries()) {
    const verb = verbs[step.do];
    if (verb === undefined) throw new Error(`Nobody knows how to ${step.do}.`);
    await verb(step).catch((cause: unknown) => {
      throw new Error(`step ${at}, ${JSON.stringify(step)}: ${String(cause)}\ntold: ${told.slice(-5).join('; ')}`, {
        cause,
      });
    });
  }
}, 300_000);
