import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { WarehouseHealth } from '../../ports/warehouse.ts';
import type { Topology } from './cluster/topology.ts';

/** Who answers: the chDB child or a ClickHouse server. */
export type Backend = {
  /** Throws `warehouse.unavailable` while nobody answers. */
  client(): ClickHouseClient;
  /** Where blocks are put for the engine to read, when it reads files of this machine; null when they go as bodies. */
  blockDir: string | null;
  /** The cluster whose tables these are; null on one node. */
  topology: Topology | null;
  /** Settings that every statement carries. */
  settings: Record<string, string | number>;
  health(): WarehouseHealth;
  onHealth(changed: (health: WarehouseHealth) => void): () => void;
  close(): Promise<void>;
};

type ClientOptions = { url: string; database?: string; password?: string; compress?: boolean };

// Statements are timed one by one; this only ends calls that nobody answers any more.
const requestTimeoutMs = 20 * 60_000;

export function openClient(options: ClientOptions): ClickHouseClient {
  return createClient({
    url: options.url,
    request_timeout: requestTimeoutMs,
    max_open_connections: 64,
    compression: { request: options.compress ?? false, response: options.compress ?? false },
    log: { level: ClickHouseLogLevel.OFF },
    ...(options.database === undefined ? {} : { database: options.database }),
    ...(options.password === undefined ? {} : { username: 'signalbox', password: options.password }),
  });
}

/** 64-bit integers as strings, inserts that are done when answered, and a planner fault of 26.7 kept away (FINAL, JOIN and LIMIT). */
export const commonSettings = {
  output_format_json_quote_64bit_integers: 1,
  async_insert: 0,
  query_plan_top_k_through_join: 0,
} as const;
