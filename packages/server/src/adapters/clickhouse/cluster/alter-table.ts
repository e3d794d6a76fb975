import { lex } from '../child/lexer.ts';
import { localName, type Topology } from './topology.ts';

/** Columns exist in both tables; indexes, settings and mutations where the rows are. */
const ofBoth = /^(ADD|DROP|RENAME|MODIFY|COMMENT) COLUMN /i;

/** One ALTER as one for the tables of rows and, where columns change, one for the table over them. */
export function alterTable(sql: string, table: string, topology: Topology): string[] {
  const head = /^ALTER TABLE \S+\s+/i.exec(sql)?.[0] ?? '';
  const { commands, settings } = parts(sql.slice(head.length));
  const columns = commands.filter((command) => ofBoth.test(command));
  const on = (name: string, list: readonly string[]): string =>
    `ALTER TABLE ${name}${topology.onCluster} ${list.join(', ')}${settings}`;
  const rows = on(localName(table), commands);
  if (columns.length === 0) return [rows];
  const over = on(table, columns);
  // A column is there before it is asked for, and asked for no longer before it goes.
  return columns.some((command) => /^DROP/i.test(command)) ? [over, rows] : [rows, over];
}

/** Cuts at commas outside brackets. Commands of UPDATE hold such commas too: `UPDATE a = 1, b = 2` stays one. */
function parts(text: string): { commands: string[]; settings: string } {
  const commands: string[] = [];
  let from = 0;
  let end = text.length;
  for (const token of lex(text)) {
    if (token.depth !== 0) continue;
    if (token.text.toUpperCase() === 'SETTINGS' && token.start > from) end = Math.min(end, token.start);
    if (token.text !== ',' || token.start > end || !startsCommand(text.slice(token.end))) continue;
    commands.push(text.slice(from, token.start).trim());
    from = token.end;
  }
  commands.push(text.slice(from, end).trim());
  // A mutation is done when all replicas have it, not only the one that was asked.
  const settings = text.slice(end).replace(/\bmutations_sync = 1\b/, 'mutations_sync = 2');
  return { commands, settings: settings === '' ? '' : ` ${settings}` };
}

const startsCommand = (text: string): boolean =>
  /^\s*(ADD|DROP|CLEAR|RENAME|MODIFY|COMMENT|REMOVE|MATERIALIZE|DELETE|UPDATE|RESET)\s+\w/i.test(text);
