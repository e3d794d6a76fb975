type Named = { id: string; label: string };

const shown = 5;

/** Ids that somebody may have meant by a word, by their own or their label's, the nearest first. */
export function nearTo(meant: string, names: readonly Named[]): string[] {
  const word = wordOf(meant);
  const apart = names.map(
    ({ id, label }) => [id, Math.min(distance(word, id), distance(word, wordOf(label)) + 0.01)] as const,
  );
  return apart
    .toSorted(([, a], [, b]) => a - b)
    .slice(0, shown)
    .map(([name]) => name);
}

const wordOf = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');

/** Changes of a letter, made small where one holds the other or they have a word in common. */
function distance(a: string, b: string): number {
  const changes = levenshtein(a, b);
  if (a.length > 2 && (b.includes(a) || a.includes(b))) return changes / 8;
  const words = new Set(a.split('_'));
  return b.split('_').some((word) => word.length > 2 && words.has(word)) ? changes / 2 : changes;
}

function levenshtein(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++)
      row.push(Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + Number(a[i - 1] !== b[j - 1])));
    above = row;
  }
  return above[b.length]!;
}
