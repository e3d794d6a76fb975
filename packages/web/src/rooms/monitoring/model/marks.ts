/** Kinds of changes that something tells here today, in the order in which they stand. Others are shown, and cannot be chosen alone. */
export const toldKinds = ['release', 'prompt', 'model', 'freeze'] as const;

/** As it stands in the URL: kinds with commas between them, `none`, or nothing for all. */
export const showsMark = (marks: string | undefined, kind: string): boolean =>
  marks === undefined || marks.split(',').includes(kind);

/** The same with one kind shown that was not, or the other way. */
export function toggleMark(marks: string | undefined, kind: string): string | undefined {
  const shown = toldKinds.filter((one) => showsMark(marks, one) !== (one === kind));
  if (shown.length === toldKinds.length) return undefined;
  return shown.length === 0 ? 'none' : shown.join(',');
}
