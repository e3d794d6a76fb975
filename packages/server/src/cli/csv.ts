/** Rows of a CSV (RFC 4180), with the line each begins in, counted from 1. Empty lines are left out. */
export function csvRows(text: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  const body = text.replace(/^\ufeff/, '');
  let [line, cells]: [number, string[]] = [1, []];
  while (cell.lastIndex < body.length || cells.length > 0) {
    const match = cell.exec(body);
    if (match === null) throw new Error(`Line ${line}: a quotation mark stands alone.`);
    const [whole, quoted, plain = '', end] = match;
    cells.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (cells.some((one) => one !== '')) rows.push({ line, cells });
    const until = body.slice(0, cell.lastIndex);
    [line, cells] = [until.split('\n').length, []];
    if (whole === '') break;
  }
  return rows;
}
