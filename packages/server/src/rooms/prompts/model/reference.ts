import type { Reference } from '../contract.ts';

/** `name@3`, `name@production`, `name@latest`. null = not a reference. Names hold no "@". */
export function parseReference(text: string): Reference | null {
  const at = text.indexOf('@');
  const name = text.slice(0, Math.max(at, 0)).trim();
  const place = text.slice(at + 1).trim();
  if (at < 1 || name === '' || !/^(?:[1-9]\d{0,8}|[a-z][a-z0-9._-]{0,59})$/.test(place)) return null;
  return { name, at: place };
}

export const referenceKey = ({ name, at }: Reference): string => `${name}@${at}`;

/** The number that a place names itself; null = it is a label. */
export const numberAt = (at: string): number | null => (/^[1-9]\d{0,8}$/.test(at) ? Number(at) : null);

/** What a reference leads to. `id` is one version: `<prompt>#<number>`. */
export type Target = { id: string; promptId: string; references: readonly Reference[] };
export type Followed = 'fits' | 'cycle' | 'too_deep';

export const mostDepth = 5;

/**
 * Walks from a version through everything it refers to. `targets`: by `referenceKey`; what is missing there is not followed.
 * Deep means more than `mostDepth` references one behind the other.
 */
export function follow(start: Target, targets: ReadonlyMap<string, Target>): Followed {
  const heights = new Map<string, number | 'cycle'>();
  const height = (node: Target, path: ReadonlySet<string>): number | 'cycle' => {
    if (path.has(node.promptId)) return 'cycle';
    const known = heights.get(node.id);
    if (known !== undefined) return known;
    let most = 0;
    for (const reference of node.references) {
      const next = targets.get(referenceKey(reference));
      if (next === undefined) continue;
      const below = height(next, new Set([...path, node.promptId]));
      if (below === 'cycle') return 'cycle';
      most = Math.max(most, below + 1);
    }
    heights.set(node.id, most);
    return most;
  };
  const all = height(start, new Set());
  if (all === 'cycle') return 'cycle';
  return all > mostDepth ? 'too_deep' : 'fits';
}
