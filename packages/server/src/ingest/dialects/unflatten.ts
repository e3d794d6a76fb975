import type { Attributes, AttributeValue } from '../otlp/types.ts';

/** `a.0.b.c` and its like as a tree. Leaves are the values as sent. */
export type Branch = Map<string, Branch | AttributeValue>;

const deepest = 12;

/** Trees of all attributes under each of the prefixes (`llm.input_messages.`), read in one pass, with the keys that made them. */
export function unflatten(
  attributes: Attributes,
  prefixes: readonly string[],
): { trees: ReadonlyMap<string, Branch>; keys: string[] } {
  const trees = new Map<string, Branch>();
  const keys: string[] = [];
  for (const [key, value] of attributes) {
    const prefix = prefixes.find((candidate) => key.startsWith(candidate));
    if (prefix === undefined) continue;
    keys.push(key);
    let tree = trees.get(prefix);
    if (tree === undefined) trees.set(prefix, (tree = new Map()));
    put(tree, key.slice(prefix.length).split('.', deepest + 1), value);
  }
  return { trees, keys };
}

/** A leaf in the way of a branch gives way: hostile or doubled keys must not lose the rest. */
function put(tree: Branch, path: readonly string[], value: AttributeValue): void {
  if (path.length > deepest) return;
  let at = tree;
  for (const segment of path.slice(0, -1)) {
    let next = at.get(segment);
    if (!(next instanceof Map)) at.set(segment, (next = new Map()));
    at = next as Branch;
  }
  const last = path.at(-1) ?? '';
  if (!(at.get(last) instanceof Map)) at.set(last, value);
}

/** The numbered branches in order. Gaps close: clients leave numbers out, and a number is never a length. */
export function numbered(branch: Branch | AttributeValue | undefined): Branch[] {
  if (!(branch instanceof Map)) return [];
  return [...branch]
    .filter((entry): entry is [string, Branch] => /^\d{1,9}$/.test(entry[0]) && entry[1] instanceof Map)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => item);
}

/** The branch or leaf at a path below. */
export function below(
  branch: Branch | AttributeValue | undefined,
  ...path: readonly string[]
): Branch | AttributeValue | undefined {
  let at = branch;
  for (const segment of path) {
    if (!(at instanceof Map)) return undefined;
    at = (at as Branch).get(segment);
  }
  return at;
}

export function leafText(branch: Branch | AttributeValue | undefined, ...path: readonly string[]): string | undefined {
  const leaf = below(branch, ...path);
  return typeof leaf === 'string' && leaf !== '' ? leaf : undefined;
}
