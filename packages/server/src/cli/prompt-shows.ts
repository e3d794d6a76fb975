import type { PromptContent } from '../rooms/prompts/index.ts';
import { promptDocument } from '../rooms/prompts/index.ts';
import { apiOf, type ClientFlags } from './api-client.ts';
import { column } from './column.ts';
import { printable } from './printable.ts';

type ListFlags = ClientFlags & { folder?: string; json?: boolean };
type Listed = {
  name: string;
  folder: string;
  latest: number | null;
  tags: string[];
  labels: { label: string; number: number }[];
};
type Shown = { number: number; message: string; labels: string[]; content: PromptContent };
type Part = { kind: 'same' | 'added' | 'removed'; text: string };
type Side = { line: number; parts: Part[] } | null;
type Diff = {
  bodies: { message: number | null; rows: { left: Side; right: Side }[] }[];
  values: { path: string[]; before?: unknown; after?: unknown }[];
};

export async function promptsList(flags: ListFlags): Promise<void> {
  const api = apiOf(flags);
  const items: Listed[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = new URLSearchParams({ limit: '200', ...(flags.folder !== undefined && { folder: flags.folder }) });
    if (cursor !== '') query.set('cursor', cursor);
    const page = (await api('GET', `/prompts?${query}`)) as { items: Listed[]; nextCursor: string | null };
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  if (flags.json === true) return console.log(JSON.stringify(items, null, 2));
  const rows = items.map(({ name, latest, labels, folder }) => [
    name,
    latest === null ? 'no version' : `version ${latest}`,
    labels.map((one) => `${one.label}=${one.number}`).join(' '),
    folder,
  ]);
  for (const line of column(rows)) console.log(line.trimEnd());
}

export async function promptGet(reference: string, flags: ClientFlags & { json?: boolean }): Promise<void> {
  const [name, at] = parted(reference);
  const api = apiOf(flags);
  const shown = (await api('GET', `/prompts/${encodeURIComponent(name)}/versions/${encodeURIComponent(at)}`)) as Shown;
  if (flags.json === true) return console.log(JSON.stringify(shown, null, 2));
  const { number: version, message, labels, content } = shown;
  const { folder, tags } = (await api('GET', `/prompts/${encodeURIComponent(name)}`)) as Listed;
  process.stdout.write(promptDocument({ name, folder, tags, labels, message, version, content }).text);
}

export async function promptDiff(
  prompt: string,
  { from, to }: { from: string; to: string },
  flags: ClientFlags,
): Promise<void> {
  const api = apiOf(flags);
  const path = `/prompts/${encodeURIComponent(prompt)}`;
  const numberOf = async (at: string): Promise<number> =>
    ((await api('GET', `${path}/versions/${encodeURIComponent(at)}`)) as Shown).number;
  const [left, right] = [await numberOf(from), await numberOf(to)];
  const diff = (await api('GET', `${path}/diff?from=${left}&to=${right}`)) as Diff;
  const lines = diffLines(diff);
  if (lines.length === 0) return console.log(`version ${left} and version ${right} say the same`);
  for (const line of [`--- version ${left}`, `+++ version ${right}`, ...lines]) console.log(line);
  process.exitCode = 2;
}

/** Lines that went, with -, and came, with +; settings as `path: before → after`. */
export function diffLines({ bodies, values }: Diff): string[] {
  const textOf = (side: Side): string => (side?.parts ?? []).map((part) => part.text).join('');
  const lines = bodies.flatMap(({ message, rows }) => {
    const changed = rows.flatMap(({ left, right }) => {
      if (left !== null && right !== null && textOf(left) === textOf(right)) return [];
      return [...(left === null ? [] : [`-${textOf(left)}`]), ...(right === null ? [] : [`+${textOf(right)}`])];
    });
    return changed.length === 0 || message === null ? changed : [`@@ message ${message + 1}`, ...changed];
  });
  const words = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));
  const settings = values.map(({ path, before, after }) => `~${path.join('.')}: ${words(before)} → ${words(after)}`);
  return [...lines, ...settings].map(printable);
}

/** `name@at`; without one, the newest. */
function parted(reference: string): [name: string, at: string] {
  const at = reference.lastIndexOf('@');
  return at < 1 ? [reference, 'latest'] : [reference.slice(0, at), reference.slice(at + 1)];
}
