import { setTimeout as sleep } from 'node:timers/promises';
import type { PromptFile } from '../rooms/prompts/index.ts';

type Listed = { data: { name: string; versions: number[] }[]; meta: { totalPages: number } };
type Ask = (path: string) => Promise<unknown>;

const page = 50;
const patienceMs = 30_000;
const mostTries = 5;
const mostPrompts = 20_000;

/**
 * Every version of every prompt of a Langfuse project, by its public API, as files of the format `langfuse`: one for each prompt. The
 * keys are those of the project, in the variables that Langfuse's own clients read; they go to that address alone.
 */
export async function langfuseFiles(url: string, env: Record<string, string | undefined>): Promise<PromptFile[]> {
  const { LANGFUSE_PUBLIC_KEY: user, LANGFUSE_SECRET_KEY: secret } = env;
  if (user === undefined || secret === undefined)
    throw new Error('The keys of the Langfuse project are needed: LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY.');
  const ask = askerOf(url, `Basic ${btoa(`${user}:${secret}`)}`);
  const files: PromptFile[] = [];
  for (const { name, versions } of await allPrompts(ask)) {
    const found: unknown[] = [];
    for (const version of versions.toSorted((a, b) => a - b))
      // As written: resolved, references to other prompts would be their texts.
      found.push(await ask(`/prompts/${encodeURIComponent(name)}?version=${version}&resolve=false`));
    files.push({ path: `${name}.json`.slice(-500), text: JSON.stringify(found) });
  }
  return files;
}

async function allPrompts(ask: Ask): Promise<Listed['data']> {
  const found: Listed['data'] = [];
  for (let at = 1, pages = 1; at <= pages && found.length < mostPrompts; at++) {
    const { data, meta } = (await ask(`/prompts?page=${at}&limit=${page}`)) as Partial<Listed>;
    if (!Array.isArray(data) || typeof meta?.totalPages !== 'number')
      throw new Error('What answers there does not speak as Langfuse does.');
    found.push(...data);
    pages = meta.totalPages;
  }
  return found;
}

/** Waits where it is told to come later, and then asks again. */
function askerOf(url: string, authorization: string): Ask {
  const base = `${url.replace(/\/+$/, '')}/api/public/v2`;
  return async (path) => {
    for (let tries = 1; ; tries++) {
      const request = {
        headers: { authorization },
        redirect: 'error',
        signal: AbortSignal.timeout(patienceMs),
      } as const;
      const answer = await fetch(base + path, request).catch((cause: unknown) => {
        throw new Error(`No Langfuse answers at ${url}.`, { cause });
      });
      if (answer.ok) return answer.json();
      const isBusy = answer.status === 429 || answer.status >= 500;
      await answer.body?.cancel();
      if (answer.status === 401 || answer.status === 403) throw new Error(`Langfuse at ${url} refuses the keys.`);
      if (!isBusy || tries === mostTries) throw new Error(`Langfuse at ${url} answered ${answer.status} to ${path}.`);
      const seconds = Number(answer.headers.get('retry-after') ?? tries);
      await sleep(Math.min(60, Number.isFinite(seconds) ? seconds : tries) * 1000);
    }
  };
}
