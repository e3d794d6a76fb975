/** Verbs are files under verbs/, their tests are not. */
export const isVerbFile = (filename) =>
  /[\\/]verbs[\\/][^\\/]+\.ts$/.test(filename) && !/\.(test|fixture)\.ts$/.test(filename);

/** What an `await` or a `void` stands around. */
export const unwrap = (node) =>
  node.type === 'AwaitExpression' || node.type === 'UnaryExpression' ? node.argument : node;

const statement = /\b(?:insert\s+into|update|delete\s+from)\s+"?([a-z_][a-z0-9_]*)"?/gi;
const notTables = new Set(['set', 'skip', 'of', 'nowait']);

/** Tables that a piece of SQL text writes. `for update` and `on conflict do update set` name none. */
export const tableOfSql = (sql) =>
  [...sql.matchAll(statement)].map((match) => match[1].toLowerCase()).filter((name) => !notTables.has(name));
