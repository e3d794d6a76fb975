import type { Block } from '../../ports/warehouse.ts';

const identifier = (name: string): string => `\`${name.replace(/[\\`]/g, '\\$&')}\``;
const text = (value: string): string => `'${value.replace(/[\\']/g, '\\$&')}'`;

/** `file`: the engine reads the block itself. `body`: the same bytes follow the statement. */
type From = { file: string } | 'body';

/** One INSERT of a RowBinary block; columns in byte order, then what the engine adds. */
export function insertSql(block: Block, from: From): string {
  const constants = Object.entries(block.constants ?? {});
  const names = block.columns.map(([name]) => identifier(name));
  const into = [...names, ...constants.map(([name]) => identifier(name))].join(', ');
  const values = [...names, ...constants.map(([, expression]) => expression)].join(', ');
  const structure = text(block.columns.map(([name, type]) => `${identifier(name)} ${type}`).join(', '));
  const head = `INSERT INTO ${identifier(block.table)} (${into}) SELECT ${values} FROM`;
  return from === 'body'
    ? `${head} input(${structure}) FORMAT RowBinary`
    : `${head} file(${text(from.file)}, 'RowBinary', ${structure})`;
}
