/** Rows as lines, each column as wide as its longest cell; the last is left as it is. Control characters cannot move the cursor. */
export function column(rows: readonly (readonly string[])[]): string[] {
  // eslint-disable-next-line no-control-regex -- these are what is taken out
  const clean = rows.map((row) => row.map((cell) => cell.replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd')));
  const widths = (clean[0] ?? []).map((_, i) => Math.max(...clean.map((row) => row[i]?.length ?? 0)));
  return clean.map((row) => row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i]! + 2))).join(''));
}
