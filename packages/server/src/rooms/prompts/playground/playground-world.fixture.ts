import { setTimeout as sleep } from 'node:timers/promises';
import { type FakeProvider, type Plan, startFakeProvider } from '../../../../../demo/src/provider/index.ts';
import { AddModelProvider } from '../../../access/contract-providers.ts';
import { addModelProvider } from '../../../access/verbs/add-model-provider.ts';
import { openLlm } from '../../../adapters/llm/open.ts';
import { systemClock } from '../../../spine/clock.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { sealWith } from '../../../spine/seal.ts';
import { type PlaygroundCells, type PlaygroundRun, StartRun } from '../contract-playground.ts';
import { openPromptWorld, type PromptWorld } from '../world.fixture.ts';
import { Playground, type PlaygroundDeps, type PlaygroundSetting } from './playground.ts';
import { startRun } from './verbs/start-run.ts';
import { listCells } from './views/get-run.ts';

const seal = sealWith(new Uint8Array(32).fill(7));
type Asked = { model: string; said: string; toolResults: readonly string[] };

export type PlaygroundWorld = Awaited<ReturnType<typeof openPlaygroundWorld>>;

/** The prompts' world with a playground, and a provider that is asked over HTTP in both dialects. */
export async function openPlaygroundWorld() {
  const world: PromptWorld = await openPromptWorld();
  const asked: Asked[] = [];
  const errors: unknown[] = [];
  let behave: (ask: Asked) => Plan = ({ said }) => ({ text: `You said: ${said}` });
  const provider: FakeProvider = await startFakeProvider({
    behave: ({ model, lastUser: said, toolResults }) => {
      asked.push({ model, said, toolResults });
      return behave({ model, said, toolResults });
    },
  });
  const add = async (dialect: 'openai' | 'anthropic', teamId: string | null = null): Promise<string> => {
    const baseUrl = dialect === 'openai' ? `${provider.url}/v1` : provider.url;
    const wish = { name: `${dialect} ${teamId}`, dialect, baseUrl, apiKey: 'k', teamId };
    return (await addModelProvider(world.ctx(), seal, AddModelProvider.parse(wish))).id;
  };
  const open = (setting: Partial<PlaygroundSetting> = {}, change: Partial<PlaygroundDeps> = {}): Playground =>
    new Playground({
      ...{ state: world.state, seal, llm: openLlm({ clock: systemClock }), clock: world.clock },
      setting: { keepDays: 14, timeoutMs: 20_000, perProvider: 3, ...setting },
      onError: (error) => void errors.push(error),
      ...change,
    });
  const playground = open();
  const cellsOf = (id: string, by: Ctx = world.ada): Promise<PlaygroundCells> =>
    listCells(by, { id, after: 0, limit: 100 });
  return {
    ...{ ...world, seal, provider, playground, asked, errors, open, cellsOf, add },
    providers: { openai: await add('openai'), anthropic: await add('anthropic') },
    answer: (next: typeof behave) => void (behave = next),
    start: (input: object, by: Ctx = world.ada, at = playground): Promise<PlaygroundRun> =>
      startRun(by, at, StartRun.parse({ teamId: 'tea_1', ...input })),
    /** Waits until a run fulfils something; its cells in their places. */
    async until(id: string, isSo: (cells: PlaygroundCells) => boolean = ({ run }) => run.state !== 'running') {
      for (;;) {
        const cells = await cellsOf(id);
        const at = (lane: number, row: number) => cells.items.find((one) => one.lane === lane && one.row === row)!;
        if (isSo(cells)) return { ...cells, at };
        await sleep(10);
      }
    },
    async close(): Promise<void> {
      await playground.close();
      await provider.close();
      await world.close();
    },
  };
}
