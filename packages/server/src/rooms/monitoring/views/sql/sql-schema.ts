import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { SqlSchema } from '../../contract-sql.ts';
import { functionNames } from '../../sql/functions.ts';
import { views } from '../../sql/views.ts';

/** What a statement may name. */
export function sqlSchema(ctx: Ctx): SqlSchema {
  authorize(ctx, 'run.read', 'anywhere');
  const tables = [...views.values()].map(({ name, about, columns }) => ({
    ...{ name, about },
    columns: columns.map((column) => ({
      ...{ name: column.name, type: column.type, about: column.about },
      content: column.content === true,
    })),
  }));
  return { tables, functions: [...functionNames] };
}
