import { createHash } from 'node:crypto';
import type { Warehouse } from '../../ports/warehouse.ts';
import { RowWriter } from '../../spine/rowbinary/row-writer.ts';
import type { MappedSpan } from '../map/span.ts';
import { type SpoolTable, spoolTables } from '../spool/tables.ts';
import type { InsertedBlock } from '../writer/writer.ts';

/** Digests of spans of the traces written last, so that a span that did not change is not written again. Only saves work. */
const rememberedTraces = 20_000;

/**
 * Writes merged spans into the warehouse as the segment writer does: what was said first, so that whoever sees a span finds
 * its messages. Each insert has a moment of its own, by which the rebuild finds it.
 */
export class SpanWriter {
  readonly #warehouse: Warehouse;
  readonly #onInserted: (block: InsertedBlock) => void;
  readonly #written = new Map<string, Map<string, string>>();

  constructor(warehouse: Warehouse, onInserted: (block: InsertedBlock) => void) {
    this.#warehouse = warehouse;
    this.#onInserted = onInserted;
  }

  /** Was a span of this id written by this writer? */
  wrote(trace: string, spanId: string): boolean {
    return this.#written.get(trace)?.has(spanId) === true;
  }

  /**
   * @param spans by trace (any name for it that is always the same)
   * @param insertedAt Unix microseconds, later than every insert before
   */
  async write(spans: ReadonlyMap<string, readonly MappedSpan[]>, insertedAt: number): Promise<void> {
    const fresh = [...spans].flatMap(([trace, own]) =>
      own.map((mapped) => ({ trace, mapped, digest: digestOf(mapped) })),
    );
    const changed = fresh.filter(({ trace, mapped, digest }) => this.#known(trace, mapped) !== digest);
    const rows = changed.map(({ mapped }) => mapped);
    await this.#insert(
      'content',
      rows.flatMap(({ content }) => content),
      insertedAt,
    );
    await this.#insert(
      'refs',
      rows.flatMap(({ refs }) => refs),
      insertedAt,
    );
    const bytes = await this.#insert(
      'spans',
      rows.map(({ row }) => row),
      insertedAt,
    );
    for (const { trace, mapped, digest } of changed) this.#remember(trace, mapped.row.span_id, digest);
    if (bytes !== null) this.#onInserted({ insertedAt, rows: rows.length, columns: spoolTables.spans.columns, bytes });
  }

  async #insert(table: SpoolTable, rows: readonly object[], insertedAt: number): Promise<Uint8Array | null> {
    if (rows.length === 0) return null;
    const codec = spoolTables[table];
    const bytes = encoded(codec.write as (out: RowWriter, row: object) => void, rows);
    await this.#warehouse.insertBlock({
      ...{ table: codec.table, columns: codec.columns, source: { bytes } },
      constants: { ingested_at: `fromUnixTimestamp64Micro(${insertedAt})` },
      token: `merge-${insertedAt}:${table}`,
    });
    return bytes;
  }

  #known(trace: string, { row }: MappedSpan): string | undefined {
    return this.#written.get(trace)?.get(row.span_id);
  }

  #remember(trace: string, spanId: string, digest: string): void {
    const own = this.#written.get(trace) ?? new Map<string, string>();
    this.#written.delete(trace);
    this.#written.set(trace, own.set(spanId, digest));
    if (this.#written.size > rememberedTraces) this.#written.delete(this.#written.keys().next().value!);
  }
}

function encoded(write: (out: RowWriter, row: object) => void, rows: readonly object[]): Uint8Array {
  const out = new RowWriter(1 << 16);
  for (const row of rows) write(out, row);
  return Uint8Array.from(out.view());
}

const digestOf = ({ row, refs }: MappedSpan): string =>
  createHash('sha256')
    .update(encoded(spoolTables.spans.write as (out: RowWriter, row: object) => void, [row]))
    .update(encoded(spoolTables.refs.write as (out: RowWriter, row: object) => void, refs))
    .digest('base64');
