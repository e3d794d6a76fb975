import { createHash } from 'node:crypto';
import type { Warehouse } from '../../ports/warehouse.ts';
import type { Clock } from '../../spine/clock.ts';
import { RowWriter } from '../../spine/rowbinary/row-writer.ts';
import type { MappedSpan } from '../map/span.ts';
import { type SpoolTable, spoolTables } from '../spool/tables.ts';
import type { InsertedBlock } from '../writer/writer.ts';

/** How long a trace's spans are remembered: the parts of most traces come within seconds, and rows can be removed meanwhile. */
const rememberedMs = 60_000;
const rememberedSpans = 200_000;

type Written = { at: number; digests: Map<string, string> };

/**
 * Writes merged spans into the warehouse as the segment writer does: what was said first, so that whoever sees a span finds
 * its messages. Each insert has a moment of its own, by which the rebuild finds it.
 */
export class SpanWriter {
  readonly #warehouse: Warehouse;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #onInserted: (block: InsertedBlock) => void;
  /** Digests of the spans of traces written last, so that one that did not change is not written again. Only saves work. */
  readonly #written = new Map<string, Written>();
  #spans = 0;

  constructor(to: {
    warehouse: Warehouse;
    clock: Pick<Clock, 'monotonic'>;
    onInserted: (block: InsertedBlock) => void;
  }) {
    this.#warehouse = to.warehouse;
    this.#clock = to.clock;
    this.#onInserted = to.onInserted;
  }

  /** Was a span of this id written by this writer? */
  wrote(trace: string, spanId: string): boolean {
    return this.#written.get(trace)?.digests.has(spanId) === true;
  }

  /**
   * @param spans by trace (any name for it that is always the same)
   * @param insertedAt Unix microseconds, later than every insert before
   */
  async write(spans: ReadonlyMap<string, readonly MappedSpan[]>, insertedAt: number): Promise<void> {
    this.#forget();
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
    return this.#written.get(trace)?.digests.get(row.span_id);
  }

  #remember(trace: string, spanId: string, digest: string): void {
    const { digests } = this.#written.get(trace) ?? { digests: new Map<string, string>() };
    if (!digests.has(spanId)) this.#spans++;
    digests.set(spanId, digest);
    this.#written.delete(trace);
    this.#written.set(trace, { at: this.#clock.monotonic(), digests });
  }

  #forget(): void {
    const since = this.#clock.monotonic() - rememberedMs;
    for (const [trace, { at, digests }] of this.#written) {
      if (at > since && this.#spans <= rememberedSpans) break;
      this.#written.delete(trace);
      this.#spans -= digests.size;
    }
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
