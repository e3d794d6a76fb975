import type { FileFormat, ImportResult, PromptFile } from '../rooms/prompts/index.ts';
import type { Api } from './api-client.ts';

/** Bytes of files in one request, as JSON: the API takes a megabyte. */
const mostBytes = 900_000;

/** In requests that fit; what failed since it refers to a later one is sent once more. */
export async function sendPrompts(
  api: Api,
  to: { teamId: string; format: FileFormat; preview: boolean },
  files: readonly PromptFile[],
): Promise<ImportResult[]> {
  const parts: PromptFile[][] = [];
  let room = 0;
  for (const file of files) {
    const bytes = Buffer.byteLength(JSON.stringify(file));
    room -= bytes;
    if (room < 0 || parts.at(-1)!.length >= 1000) {
      parts.push([]);
      room = mostBytes - bytes;
    }
    parts.at(-1)!.push(file);
  }
  const send = async (part: readonly PromptFile[]): Promise<ImportResult[]> =>
    ((await api('POST', '/prompt-imports', { ...to, files: part })) as { items: ImportResult[] }).items;
  const results: ImportResult[][] = [];
  for (const part of parts) results.push(await send(part));
  for (const [at, part] of parts.entries())
    if (parts.length > 1 && results[at]!.some((one) => one.outcome === 'failed')) {
      const first = new Map(results[at]!.map((one) => [one.source, one]));
      // Told is what the first time did, where the second time only found it.
      results[at] = (await send(part)).map((one) => (one.outcome === 'unchanged' ? first.get(one.source)! : one));
    }
  return results.flat();
}
