/** A statement as it was understood. Only what stands here can be said, and only from here a statement is printed. */
export type Query = { ctes: readonly Cte[]; parts: readonly Select[] };
export type Cte = { name: string; query: Query; at: number };

export type Select = {
  distinct: boolean;
  items: readonly Item[];
  from: From | null;
  where: Expr | null;
  groupBy: readonly Expr[];
  having: Expr | null;
  orderBy: readonly Order[];
  limitBy: { count: number; by: readonly Expr[] } | null;
  limit: number | null;
  offset: number | null;
  at: number;
};
export type Item = { expr: Expr; alias: string | null; at: number };
export type Order = { expr: Expr; descending: boolean; nulls: 'FIRST' | 'LAST' | null };

export type From = { first: Source; joins: readonly Join[] };
export type JoinKind = 'INNER' | 'LEFT' | 'RIGHT' | 'FULL';
export type Join = { kind: JoinKind; source: Source; on: Expr | null; using: readonly string[] | null };
export type Source =
  | { kind: 'named'; name: string; alias: string; at: number }
  | { kind: 'query'; query: Query; alias: string; at: number };

export type Bound = { edge: 'PRECEDING' | 'FOLLOWING'; rows: number | null } | 'CURRENT ROW';
export type Window = {
  partitionBy: readonly Expr[];
  orderBy: readonly Order[];
  frame: { unit: 'ROWS' | 'RANGE'; from: Bound; to: Bound } | null;
};

/** `at`: where it begins in the text. `path` of a column: name, or table and name. */
export type Expr = { at: number } & (
  | { kind: 'number'; text: string }
  | { kind: 'string'; value: string }
  | { kind: 'word'; word: 'NULL' | 'TRUE' | 'FALSE' }
  | { kind: 'column'; table: string | null; name: string }
  | { kind: 'star'; table: string | null }
  | {
      kind: 'call';
      name: string;
      parameters: readonly Expr[];
      distinct: boolean;
      args: readonly Expr[];
      over: Window | null;
    }
  | { kind: 'unary'; op: '-' | 'NOT'; of: Expr }
  | { kind: 'binary'; op: string; left: Expr; right: Expr }
  | { kind: 'between'; not: boolean; of: Expr; low: Expr; high: Expr }
  | { kind: 'in'; not: boolean; of: Expr; list: readonly Expr[] | Query }
  | { kind: 'isNull'; not: boolean; of: Expr }
  | { kind: 'case'; of: Expr | null; whens: readonly { when: Expr; then: Expr }[]; otherwise: Expr | null }
  | { kind: 'cast'; of: Expr; type: string }
  | { kind: 'array'; items: readonly Expr[] }
  | { kind: 'tuple'; items: readonly Expr[] }
  | { kind: 'lambda'; params: readonly string[]; body: Expr }
  | { kind: 'index'; of: Expr; by: Expr }
  | { kind: 'interval'; count: Expr; unit: string }
  | { kind: 'query'; query: Query }
);

export const isQuery = (list: readonly Expr[] | Query): list is Query => 'parts' in list;
