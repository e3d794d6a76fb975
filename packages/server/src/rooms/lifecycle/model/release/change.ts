/** How far a part reaches into the version: what may do harm it could not do before is major. */
export type Part = 'major' | 'minor' | 'patch';
export type RiskLevel = 'low' | 'medium' | 'high';

/** One difference of two manifests, for people. */
export type Change = {
  slot: string;
  /** Which of the slot's things; null = the slot itself. */
  name: string | null;
  kind: 'added' | 'removed' | 'changed';
  sentence: string;
  risk: { level: RiskLevel; reason: string };
  part: Part;
};

/** What is on either side under one name; null = nothing. */
type Pair<T> = { name: string; before: T | null; after: T | null };

/** Everything that differs between two lists of named things, in the order of names. */
export function pairs<T>(before: readonly T[], after: readonly T[], nameOf: (one: T) => string): Pair<T>[] {
  const [old, fresh] = [before, after].map((list) => new Map(list.map((one) => [nameOf(one), one])));
  const names = [...new Set([...old!.keys(), ...fresh!.keys()])].toSorted();
  return names
    .map((name) => ({ name, before: old!.get(name) ?? null, after: fresh!.get(name) ?? null }))
    .filter((pair) => !isSame(pair.before, pair.after));
}

export const kindOf = ({ before, after }: { before: unknown; after: unknown }): Change['kind'] =>
  before === null ? 'added' : after === null ? 'removed' : 'changed';

/** Whatever order keys came in. */
export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  // Wrapped, so that an object is no list of pairs.
  return { entries: entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)]) };
}

const most = 60;
/** A value as a word in a sentence. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
