import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from 'chdb';
import type { ChildOptions } from './protocol.ts';

const MiB = 1024 * 1024;

export type Engine = {
  /** Whoever needs an order awaits. */
  writers: readonly Session[];
  readers: readonly Session[];
  control: Session;
  spillDir: string;
  close(): void;
};

/**
 * Opens the engine on `<dir>/data` with all its connections. The engine locks that directory itself (the kernel frees the lock when the
 * process dies, however it dies), so a second process is refused here: throws with a message that says so.
 */
export function openEngine(options: ChildOptions): Engine {
  const spillDir = join(options.dir, 'spill');
  rmSync(spillDir, { recursive: true, force: true });
  mkdirSync(spillDir, { recursive: true });
  const config = join(options.dir, 'engine.xml');
  writeFileSync(config, engineConfig(options.memoryBytes));
  // Defaults of every connection. 26.7 has async_insert on, and a planner fault with FINAL, JOIN and LIMIT together.
  // Parameters are part of the statement here, and lists of ids are long.
  const connectionArgs = [
    ...[`--config-file=${config}`, '--async_insert=0', '--query_plan_top_k_through_join=0'],
    `--max_query_size=${64 * MiB}`,
  ];
  const open = (): Session => new Session(join(options.dir, 'data'), { connectionArgs });

  const control = open();
  control.query(`CREATE DATABASE IF NOT EXISTS ${options.database} ENGINE = Atomic`);
  const enter = (session: Session): Session => {
    session.query(`USE ${options.database}`);
    return session;
  };
  // Segments, derived rows, and the roll-up beside them: none is to wait for another.
  const writers = Array.from({ length: 3 }, () => enter(open()));
  const readers = Array.from({ length: options.readers }, () => enter(open()));
  return {
    writers,
    readers,
    control,
    spillDir,
    close() {
      for (const session of [...readers, ...writers, control]) session.close();
    },
  };
}

/** Server settings: caches of 5 GB each by default, sized here for a small machine beside other processes. */
function engineConfig(memoryBytes: number): string {
  const server = {
    max_server_memory_usage: memoryBytes,
    merges_mutations_memory_usage_soft_limit: Math.round(memoryBytes / 2),
    background_pool_size: 1,
    background_merges_mutations_concurrency_ratio: 1,
    mark_cache_size: 48 * MiB,
    primary_index_cache_size: 32 * MiB,
    index_mark_cache_size: 16 * MiB,
    uncompressed_cache_size: 0,
    query_condition_cache_size: 16 * MiB,
    compiled_expression_cache_size: 16 * MiB,
    text_index_tokens_cache_size: 16 * MiB,
    text_index_header_cache_size: 16 * MiB,
    text_index_postings_cache_size: 16 * MiB,
    vector_similarity_index_cache_size: MiB,
    unique_key_index_cache_size_bytes: MiB,
    parquet_metadata_cache_size: MiB,
    iceberg_metadata_files_cache_size: MiB,
  };
  const mergeTree = {
    // Acknowledged telemetry leaves the spool once inserted, so an insert must be on the disk, not in the page cache.
    fsync_after_insert: 1,
    fsync_part_directory: 1,
    // A merge of our 60 columns held 900 MB of column buffers; with these 210 MB, and a fifth less CPU a row.
    max_compress_block_size: 256 * 1024,
    // A row of 49 columns is one place of one file in a compact part, and 49 files in a wide one (docs/decisions/0018).
    min_bytes_for_wide_part: 512 * MiB,
    vertical_merge_algorithm_min_rows_to_activate: 1,
    // Merges wait for more parts of a size (5 by default): a third less merging, and some more parts to read.
    merge_selector_base: 10,
  };
  const lines = (all: Record<string, number>): string =>
    Object.entries(all)
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join('\n  ');
  return `<clickhouse>\n  ${lines(server)}\n  <merge_tree>${lines(mergeTree)}</merge_tree>\n</clickhouse>\n`;
}
