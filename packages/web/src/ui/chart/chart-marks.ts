/** Something that happened: `at` Unix ms. `path`: the page of what it is about; null = there is none. Kinds are open: rooms add theirs. */
export type Marker = { at: number; kind: string; text: string; path: string | null };

/** One shape a kind, so that they read without colour. */
const signs: Record<string, [sign: string, word: string]> = {
  release: ['▲', 'Release'],
  prompt: ['¶', 'Prompt'],
  model: ['◆', 'Model'],
  policy: ['§', 'Policy'],
  incident: ['●', 'Incident'],
  freeze: ['■', 'Freeze'],
};
export const knownKinds: readonly string[] = Object.keys(signs);

export const signOf = (kind: string): string => (Object.hasOwn(signs, kind) ? signs[kind]![0] : '◇');
export const wordOf = (kind: string): string =>
  Object.hasOwn(signs, kind) ? signs[kind]![1] : sentence(kind.replaceAll('_', ' '));

const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Marks of one place. `kinds` in the order in which they came. */
export type Cluster = { at: number; kinds: string[]; markers: Marker[] };

/** Nearer than so many px they are one, which a finger meets. */
export const markNear = 24;

/** Markers that would stand on each other become one, at the first of them, whatever their kinds. `near` ms. */
export function clustered(markers: readonly Marker[], near: number): Cluster[] {
  const found: Cluster[] = [];
  for (const marker of markers.toSorted((a, b) => a.at - b.at)) {
    const before = found.at(-1);
    if (before !== undefined && marker.at - before.at < near) {
      before.markers.push(marker);
      if (!before.kinds.includes(marker.kind)) before.kinds.push(marker.kind);
    } else found.push({ at: marker.at, kinds: [marker.kind], markers: [marker] });
  }
  return found;
}

/** What is drawn of a place: the signs of at most three kinds. */
export const signsOf = ({ kinds }: Cluster): string => kinds.slice(0, 3).map(signOf).join('');
