import { childrenOf } from './children.ts';
import { bounds, SqlRefusal } from './refusal.ts';
import { sizeOf } from './size.ts';
import { isQuery, type Expr, type Item, type Query, type Select, type Source } from './tree.ts';
import { views } from './views.ts';

/** What a statement asks for. `content`: it names a column of what was said. */
export type Checked = { views: ReadonlySet<string>; content: ReadonlySet<string> };

/** A CTE that may be named: what its rows have, and how many tables it reads. */
type Known = { columns: readonly string[]; reads: number };
type Ctes = ReadonlyMap<string, Known>;
type Found = { views: Set<string>; content: Set<string>; mayReadContent: boolean };
/** Names that mean something at one place. `subqueries`: CTEs that queries inside may name. */
type Scope = { tables: ReadonlyMap<string, ReadonlySet<string>>; names: ReadonlySet<string>; ctes: Ctes; found: Found };

/** Throws `SqlRefusal` at the first name that means nothing, is not for the asker, or makes the statement too large. */
export function check(query: Query, mayReadContent: boolean): Checked {
  const found: Found = { views: new Set(), content: new Set(), mayReadContent };
  const { reads } = checkQuery(query, new Map(), found);
  if (reads > bounds.reads)
    throw new SqlRefusal(
      'too_large',
      0,
      `A statement reads at most ${bounds.reads} tables, CTEs counted where they are used.`,
    );
  return { views: found.views, content: found.content };
}

function checkQuery(query: Query, outer: Ctes, found: Found): Known {
  const ctes = new Map(outer);
  for (const { name, query: inner, at } of query.ctes) {
    if (views.has(name)) throw new SqlRefusal('not_allowed', at, `"${name}" is a table; call this otherwise.`);
    if (ctes.has(name)) throw new SqlRefusal('not_allowed', at, `There is a "${name}" already.`);
    ctes.set(name, checkQuery(inner, ctes, found));
  }
  const parts = query.parts.map((part) => checkSelect(part, ctes, found));
  const reads = parts.reduce((sum, part) => sum + part.reads, 0);
  if (reads > bounds.reads * 4) throw new SqlRefusal('too_large', query.parts[0]!.at, 'This reads too many tables.');
  return { columns: parts[0]!.columns, reads };
}

function checkSelect(select: Select, ctes: Ctes, found: Found): Known {
  const tables = new Map<string, ReadonlySet<string>>();
  let reads = 0;
  const sources = select.from === null ? [] : [select.from.first, ...select.from.joins.map((join) => join.source)];
  for (const source of sources) {
    const known = columnsOf(source, ctes, found);
    if (source.alias !== '' && tables.has(source.alias))
      throw new SqlRefusal('not_allowed', source.at, `Two tables are called "${source.alias}" here.`);
    tables.set(source.alias === '' ? ` ${tables.size}` : source.alias, new Set(known.columns));
    reads += known.reads;
  }
  checkAliases(select.items);
  const aliases = select.items.flatMap(({ alias }) => (alias === null ? [] : [alias]));
  const inside: Scope = { tables, names: new Set(), ctes, found };
  const scope: Scope = { ...inside, names: new Set(aliases) };
  for (const expr of expressionsOf(select)) reads += checkExpr(expr, scope, 0);
  for (const { source, on, using } of select.from?.joins ?? []) {
    if (on !== null) reads += checkExpr(on, inside, 0);
    for (const name of using ?? []) resolve({ table: null, name, at: source.at }, inside);
  }
  sizeOf(select);
  return { columns: select.items.flatMap((item) => outputOf(item, tables)), reads: Math.max(1, reads) };
}

function checkAliases(items: readonly Item[]): void {
  const seen = new Set<string>();
  for (const { alias, at } of items) {
    if (alias === null) continue;
    if (alias.startsWith('x__')) throw new SqlRefusal('not_allowed', at, 'A name does not begin with x__.');
    if (seen.has(alias)) throw new SqlRefusal('not_allowed', at, `Two columns are called "${alias}".`);
    seen.add(alias);
  }
}

/** All of a SELECT but its joins. */
function expressionsOf({ items, where, groupBy, having, orderBy, limitBy }: Select): Expr[] {
  return [
    ...items.map(({ expr }) => expr),
    ...(where === null ? [] : [where]),
    ...groupBy,
    ...(having === null ? [] : [having]),
    ...orderBy.map(({ expr }) => expr),
    ...(limitBy?.by ?? []),
  ];
}

function columnsOf(source: Source, ctes: Ctes, found: Found): Known {
  if (source.kind === 'query') return checkQuery(source.query, ctes, found);
  const known = ctes.get(source.name);
  if (known !== undefined) return known;
  const view = views.get(source.name);
  if (view === undefined)
    throw new SqlRefusal(
      'not_allowed',
      source.at,
      `There is no table "${source.name}". There are: ${[...views.keys()].join(', ')}.`,
    );
  found.views.add(view.name);
  return { columns: view.columns.map(({ name }) => name), reads: 1 };
}

function outputOf({ expr, alias }: Item, tables: Scope['tables']): string[] {
  if (alias !== null) return [alias];
  if (expr.kind === 'column') return [expr.name];
  if (expr.kind !== 'star') return [];
  const from = expr.table === null ? [...tables.values()] : [tables.get(expr.table) ?? new Set<string>()];
  return from.flatMap((columns) => [...columns]);
}

/** How many tables its subqueries read. */
function checkExpr(expr: Expr, scope: Scope, depth: number): number {
  if (depth > 120) throw new SqlRefusal('too_large', expr.at, 'This expression is nested too deep.');
  if (expr.kind === 'column') return resolve(expr, scope);
  if (expr.kind === 'star') {
    if (expr.table !== null && !scope.tables.has(expr.table))
      throw new SqlRefusal('not_allowed', expr.at, `There is no table "${expr.table}" here.`);
    return 0;
  }
  if (expr.kind === 'query') return checkQuery(expr.query, scope.ctes, scope.found).reads;
  const inner = expr.kind === 'lambda' ? { ...scope, names: new Set([...scope.names, ...expr.params]) } : scope;
  let reads = 0;
  for (const child of childrenOf(expr)) {
    const flat =
      expr.kind === 'binary' && child.kind === 'binary' && child.op === expr.op && /^(AND|OR)$/.test(expr.op);
    if (child.kind === 'star') throw new SqlRefusal('syntax', child.at, 'Here "*" means nothing.');
    reads += checkExpr(child, inner, flat ? depth : depth + 1);
  }
  if (expr.kind === 'in' && isQuery(expr.list)) reads += checkQuery(expr.list, scope.ctes, scope.found).reads;
  return reads;
}

/** Columns of a query around this one are not looked for: what a subquery may read stands in its own FROM. */
function resolve({ table, name, at }: { table: string | null; name: string; at: number }, scope: Scope): 0 {
  const of = table === null ? [...scope.tables.values()] : [scope.tables.get(table)];
  if (of.includes(undefined)) throw new SqlRefusal('not_allowed', at, `There is no table "${table}" here.`);
  const isColumn = of.some((columns) => columns?.has(name));
  if (!isColumn && !(table === null && scope.names.has(name)))
    throw new SqlRefusal('not_allowed', at, `There is no column "${table === null ? '' : `${table}.`}${name}" here.`);
  if (isColumn && contentColumns.has(name)) {
    if (!scope.found.mayReadContent)
      throw new SqlRefusal('not_allowed', at, `"${name}" holds what was said: it needs the right content.read.`);
    scope.found.content.add(name);
  }
  return 0;
}

const contentColumns = new Set(
  [...views.values()].flatMap(({ columns }) => columns.filter(({ content }) => content).map(({ name }) => name)),
);
