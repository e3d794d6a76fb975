import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Run, RunList } from '../../packages/server/src/rooms/monitoring/contract.ts';
import { freePort } from '../bench/server.ts';
import { type LiveServer, liveServer } from '../live/live-server.ts';
import { clientPrograms, present, type Programs } from './client-programs.ts';

/** Real agent programs on public SDKs against a running server: what the scenario did is what the runs say. */

let live: LiveServer;
let programs: Programs;
beforeAll(async () => {
  if (!present) return;
  programs = await clientPrograms(await freePort());
  live = await liveServer();
});
afterAll(async () => {
  programs?.close();
  await live?.close();
});
if (!present) console.warn('SKIPPED: no programs at ../shared/clients, no SDK was run against the server');

/** What a run comes to: model calls, tool calls, errors, tokens in and out (? = unknown), outcome. */
const whole = '3 calls, 2 tools, 0 errors, 2847/150, completed';
const toolFailed = '2 calls, 1 tools, 1 errors, 1761/91, completed';
const refused429 = '1 calls, 0 tools, 1 errors, ?/?, failed';
const oneCall = '1 calls, 0 tools, 0 errors, 812/41, completed';
const refusedByModel = '1 calls, 0 tools, 0 errors, 812/41, unknown refused';
const embedded = '1 calls, 0 tools, 0 errors, 8/?, completed';
const claude = '3 calls, 2 tools, 0 errors, 2616/150, completed';

const expected: Record<string, { conversation: string | null; runs: string[] }> = {
  langchain: {
    conversation: 'sess-2026-11',
    runs: [whole, whole, whole, toolFailed, refused429, refused429, oneCall],
  },
  langfuse: {
    conversation: 'sess-2026-11',
    runs: [
      ...[whole, whole, toolFailed, refused429, refusedByModel, oneCall],
      '2 calls, 0 tools, 0 errors, 812/41, completed',
    ],
  },
  'openai-agents': {
    conversation: 'sess-2026-11',
    runs: [
      ...[whole, whole, whole, toolFailed, refused429],
      '4 calls, 2 tools, 0 errors, 4070/218, completed',
      '0 calls, 0 tools, 1 errors, ?/?, unknown refused',
    ],
  },
  openinference: {
    conversation: 'sess-2026-11',
    // Its streams and embeddings come without usage, and a failed call has no kind.
    runs: [
      ...[whole, toolFailed, refusedByModel, oneCall],
      '3 calls, 2 tools, 0 errors, ?/?, completed',
      '0 calls, 0 tools, 1 errors, ?/?, failed',
      '1 calls, 0 tools, 0 errors, ?/?, completed',
    ],
  },
  'openinference-vercel': { conversation: 'sess-2026-11', runs: [whole, whole, toolFailed, refused429] },
  'otel-genai': {
    conversation: 'sess-2026-11',
    runs: [whole, whole, whole, toolFailed, refused429, refused429, oneCall, embedded],
  },
  'vercel-ai-v5': {
    conversation: 'sess-2026-11',
    runs: [
      ...[whole, whole, whole, claude, toolFailed, oneCall, oneCall, embedded],
      '2 calls, 0 tools, 2 errors, ?/?, failed',
      '1 calls, 1 tools, 0 errors, 812/41, completed',
    ],
  },
  'vercel-ai-v6': {
    conversation: 'sess-2026-11',
    runs: [
      ...[whole, whole, whole, whole, claude, toolFailed, refusedByModel, oneCall, embedded],
      '2 calls, 0 tools, 2 errors, ?/?, failed',
    ],
  },
};

const shown = (tokens: number | null): string => (tokens === null ? '?' : String(tokens));
const said = ({ modelCalls, toolCalls, errors, tokens, outcome }: Run): string =>
  `${modelCalls} calls, ${toolCalls} tools, ${errors} errors, ${shown(tokens.input)}/${shown(tokens.output)}, ` +
  `${outcome.value ?? 'unknown'}${outcome.refused ? ' refused' : ''}`;

const seen = new Set<string>();
const allRuns = async (): Promise<Run[]> => (await live.get<RunList>('/api/v1/runs?limit=200')).items;

/** Runs that were not there before, once they have stopped changing for two seconds. */
async function newRuns(): Promise<Run[]> {
  let last = '';
  for (let looks = 0; looks < 60; looks++) {
    await new Promise((next) => setTimeout(next, 2_000));
    const fresh = (await allRuns()).filter((one) => !seen.has(one.id));
    const now = JSON.stringify(fresh.map((one) => [one.id, said(one)]));
    if (fresh.length > 0 && now === last) {
      for (const one of fresh) seen.add(one.id);
      return fresh;
    }
    last = now;
  }
  throw new Error('No run was seen within two minutes.');
}

/** The whole key for SDKs that send one word; its two halves for Langfuse, which sends a user and a password. */
function environment(client: string): Record<string, string> {
  const key = live.server.key!;
  const [, id, secret] = key.split('_');
  if (client === 'langfuse') return { OTLP_BASE: live.server.url, KEY_ID: id!, KEY_SECRET: secret! };
  if (client === 'traceloop') return { OTLP_BASE: live.server.otlpUrl, KEY_SECRET: key };
  return { OTLP_BASE: live.server.otlpUrl, OTEL_EXPORTER_OTLP_HEADERS: `x-signalbox-key=${key}` };
}

describe.skipIf(!present)('programs', () => {
  test.for(Object.entries(expected))('%s', { timeout: 600_000 }, async ([client, wanted], { skip }) => {
    await tryProgram(client, skip, (runs) => {
      expect(runs.map(said).toSorted()).toEqual(wanted.runs.toSorted());
      expect([...new Set(runs.map((run) => run.conversation))]).toEqual([wanted.conversation]);
    });
  });

  test('traceloop', { timeout: 600_000 }, async ({ skip }) => {
    await tryProgram('traceloop', skip, (runs) => {
      // Whether it patches the providers' SDKs depends on their versions: with its calls the tokens are true, without they are unknown.
      const agents = runs.filter((run) => run.agents.includes('support_agent'));
      expect(agents.length).toBeGreaterThanOrEqual(8);
      for (const { tokens, modelCalls } of agents)
        if (modelCalls === 0) expect([tokens.input, tokens.output]).toEqual([null, null]);
        else expect([null, 812, 1761, 2847, 2616]).toContain(tokens.input);
      expect(agents.filter((run) => run.toolCalls === 2)).toHaveLength(4);
      expect(new Set(agents.map((run) => run.conversation))).toEqual(new Set(['conv-3']));
    });
  });
});

type Skip = (why: string) => void;

async function tryProgram(client: string, skip: Skip, look: (runs: Run[]) => void): Promise<void> {
  const missing = await programs.install(client);
  if (missing !== null) skip(missing);
  const printed = await programs.run(client, 'run.mjs', environment(client));
  expect(printed).not.toMatch(/OTLPExporterError|Unauthorized|access\.\w+/);
  look(await newRuns());
}
