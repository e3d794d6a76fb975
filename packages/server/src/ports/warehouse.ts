/** The columnar store, always over ClickHouse's HTTP interface: the chDB child, or a ClickHouse server. */
export interface Warehouse {
  /** chDB lives in this process's child: nobody else writes to it. */
  readonly kind: 'chdb' | 'clickhouse';
  /** Rows of one SELECT. `params` fill `{name:Type}` placeholders; 64-bit integers come back as strings. */
  query<Row>(sql: string, params?: Params, options?: QueryOptions): Promise<Row[]>;
  /** The same, in chunks, for large answers. */
  stream<Row>(sql: string, params?: Params, options?: QueryOptions): AsyncIterable<Row[]>;
  /** The raw bytes of an answer in a binary FORMAT that the statement itself names. */
  bytes(sql: string, params?: Params, options?: QueryOptions): Promise<Uint8Array>;
  /** DDL, INSERT … SELECT, ALTER: waits until done. Runs on the one write connection. */
  command(sql: string, params?: Params, options?: QueryOptions): Promise<void>;
  /** Inserts one RowBinary block. Repeating a call with the same token changes nothing. */
  insertBlock(block: Block): Promise<void>;
  health(): WarehouseHealth;
  onHealth(changed: (health: WarehouseHealth) => void): () => void;
  close(): Promise<void>;
}

export type Params = Record<string, unknown>;
export type QueryOptions = {
  settings?: Record<string, string | number>;
  timeoutMs?: number;
  signal?: AbortSignal;
  maxRows?: number;
};

/** A RowBinary block for one table. `columns` are name/type pairs in byte order; `constants` are SQL expressions added by the engine. */
export type Block = {
  table: string;
  columns: readonly (readonly [name: string, type: string])[];
  constants?: Record<string, string>;
  token: string;
  source: { path: string } | { bytes: Uint8Array };
};

export type WarehouseHealth = {
  state: 'starting' | 'up' | 'down';
  since: number;
  detail: string | null;
  restarts: number;
};
