import { cellReader, cellSkipper, RowReader } from '../../../spine/rowbinary/row-reader.ts';
import { type SpanCells, spanColumns, spanFact, type WorkspaceSpan } from './span-reading.ts';

/** A block of spans as it went into the warehouse, kept in hand for the assembly: it saves reading it back. */
export type SpanBlock = {
  /** Unix microseconds of the insert. */
  insertedAt: number;
  rows: number;
  columns: readonly (readonly [name: string, type: string])[];
  bytes: Uint8Array;
};

const wanted = spanColumns.map(([name]) => name);

type Step = { place: number; run: (reader: RowReader) => unknown };

/** All rows of a block, in the same shape as a read from the warehouse gives them. */
export function parseBlock(block: SpanBlock): WorkspaceSpan[] {
  const plan = planOf(block.columns);
  const reader = new RowReader(block.bytes);
  const spans: WorkspaceSpan[] = [];
  const cells: unknown[] = Array.from({ length: wanted.length });
  while (!reader.done) {
    for (const { place, run } of plan) {
      const value = run(reader);
      if (place >= 0) cells[place] = value;
    }
    spans.push(spanFact(cells as SpanCells, block.insertedAt));
  }
  return spans;
}

function planOf(columns: SpanBlock['columns']): Step[] {
  const plan = columns.map(([name, type]) => {
    const place = wanted.indexOf(name);
    return { place, run: place < 0 ? cellSkipper(type) : cellReader(type) };
  });
  const missing = wanted.find((name) => !columns.some(([column]) => column === name));
  if (missing !== undefined) throw new Error(`The block has no column ${missing}.`);
  return plan;
}
