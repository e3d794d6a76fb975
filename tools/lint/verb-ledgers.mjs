import { isVerbFile, tableOfSql } from './ast.mjs';

const writers = new Set(['insertInto', 'updateTable', 'deleteFrom', 'replaceInto', 'mergeInto']);
const recorders = new Set(['append', 'change']);

/** A verb that writes a table not named ops_* appends to the ledger: it calls change(…) or append(…). */
export const verbLedgers = {
  create(context) {
    if (!isVerbFile(context.filename)) return {};
    const writes = [];
    let records = false;
    return {
      CallExpression(node) {
        const name = node.callee.type === 'MemberExpression' ? node.callee.property.name : node.callee.name;
        if (recorders.has(name)) records = true;
        const table = node.arguments[0];
        if (writers.has(name) && table?.type === 'Literal') writes.push({ node, table: String(table.value) });
      },
      TemplateLiteral(node) {
        for (const part of node.quasis)
          for (const table of tableOfSql(part.value.cooked ?? '')) writes.push({ node, table });
      },
      'Program:exit'() {
        if (records) return;
        for (const { node, table } of writes.filter((one) => !one.table.startsWith('ops_')))
          context.report({
            node,
            message: `This verb writes ${table} and appends nothing to the ledger: use change(ctx, …) and append(…).`,
          });
      },
    };
  },
};
