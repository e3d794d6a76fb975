import { hash } from 'node:crypto';
import { withoutVolatile } from '../../detect/volatile.ts';
import type { Meaning } from '../dialects/registry.ts';
import type { MessageRefsRow } from '../rows.ts';
import { instructionsApart } from './content.ts';

/**
 * What a model call was configured by, as 12 hex digits: model, prompt (by name and version, else its text), tools with their
 * schemas in any order. Dates, times, ids and numbers in texts make no difference. '' where the span tells none of it.
 * @param refs of the content that the span was stored with: what was digested before is known by them.
 */
export function configDigest(meaning: Meaning, refs: readonly MessageRefsRow[]): string {
  if (meaning.kind !== 'llm') return '';
  const model = meaning.requestModel ?? meaning.responseModel ?? '';
  const prompt =
    meaning.promptName === undefined
      ? remembered('system', refs, () =>
          instructionsApart(meaning)
            .system.map(({ parts }) => stableText(parts))
            .join('\n'),
        )
      : `${meaning.promptName}\n${meaning.promptVersion ?? ''}`;
  const tools = remembered('tools', refs, () => (meaning.toolDefinitions ?? []).map(stableText).sort().join('\n'));
  if (model === '' && prompt === '' && tools === '') return '';
  return short(JSON.stringify([model, prompt, tools]));
}

const short = (text: string): string => hash('sha256', text, 'hex').slice(0, 12);

const known = new Map<string, string>();
const most = 5_000;

/** Reading a prompt rule by rule costs as much as mapping several spans; most calls repeat one that was read before. */
function remembered(direction: 'system' | 'tools', refs: readonly MessageRefsRow[], read: () => string): string {
  const own = refs.find((row) => row.direction === direction)?.refs;
  if (own === undefined || own.length === 0) return '';
  const key =
    direction + own.map((ref) => Buffer.from(ref.buffer, ref.byteOffset, ref.byteLength).toString('latin1')).join('');
  let digest = known.get(key);
  if (digest === undefined) {
    if (known.size >= most) known.clear();
    digest = short(read());
    known.set(key, digest);
  }
  return digest;
}

/** JSON with keys in order, and without what changes from call to call. */
const stableText = (value: unknown): string =>
  withoutVolatile(
    JSON.stringify(value, (_, held: unknown) =>
      held !== null && typeof held === 'object' && !Array.isArray(held)
        ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
        : held,
    ) ?? '',
  );
