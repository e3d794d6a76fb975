import type { Warehouse } from '../../../ports/warehouse.ts';

/** Bits for each trace: with four probes one trace in 400 is taken for another that was seen. */
const bitsEach = 16;
const probes = 4;
const smallest = 1 << 20;

/**
 * Which traces have runs (a Bloom filter: Bloom 1970). A new trace, as nearly all are, is told from one that stood before
 * without asking the warehouse: its own filters cannot tell for thousands of ids at once, and read every run there is.
 * True for every trace that was added; for others nearly always false.
 */
export class TraceFilter {
  readonly #bits: Uint32Array;
  readonly #mask: number;
  #left: number;

  /** @param capacity traces that fit. */
  constructor(capacity = smallest) {
    const bits = 2 ** Math.ceil(Math.log2(Math.max(64, capacity * bitsEach)));
    this.#bits = new Uint32Array(bits / 32);
    this.#mask = bits - 1;
    this.#left = capacity;
  }

  /** More than it was made for: it would say yes too often. */
  get full(): boolean {
    return this.#left <= 0;
  }

  /** @param traceId 32 hex digits */
  add(traceId: string): void {
    this.#add(wordOf(traceId, 0), wordOf(traceId, 8), wordOf(traceId, 16), wordOf(traceId, 24));
  }

  /** Trace ids of 16 bytes each, one after the other. */
  addAll(ids: Uint8Array): void {
    const view = new DataView(ids.buffer, ids.byteOffset, ids.byteLength);
    for (let at = 0; at + 16 <= ids.length; at += 16)
      this.#add(view.getUint32(at), view.getUint32(at + 4), view.getUint32(at + 8), view.getUint32(at + 12));
  }

  mayHold(traceId: string): boolean {
    const [first, step] = seeds(wordOf(traceId, 0), wordOf(traceId, 8), wordOf(traceId, 16), wordOf(traceId, 24));
    for (let probe = 0; probe < probes; probe++) {
      const bit = (first + Math.imul(probe, step)) & this.#mask;
      if ((this.#bits[bit >>> 5]! & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }

  #add(a: number, b: number, c: number, d: number): void {
    const [first, step] = seeds(a, b, c, d);
    let fresh = false;
    for (let probe = 0; probe < probes; probe++) {
      const bit = (first + Math.imul(probe, step)) & this.#mask;
      const word = this.#bits[bit >>> 5]!;
      fresh ||= (word & (1 << (bit & 31))) === 0;
      this.#bits[bit >>> 5] = word | (1 << (bit & 31));
    }
    if (fresh) this.#left--;
  }
}

const wordOf = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 8), 16) | 0;

/** Two hashes of all 128 bits (double hashing: Kirsch and Mitzenmacher 2006): ids need not be random in each part. */
function seeds(a: number, b: number, c: number, d: number): [first: number, step: number] {
  const one = mix(a ^ mix(b ^ mix(c ^ mix(d ^ 0x9e3779b9))));
  const two = mix(d ^ mix(c ^ mix(b ^ mix(a ^ 0x85ebca6b))));
  return [one, two | 1];
}

function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return h ^ (h >>> 16);
}

const idsAtOnce = 1_000_000;

/** The filter of all traces that stand in `runs`, with room for as many again. */
export async function loadTraceFilter(warehouse: Warehouse): Promise<TraceFilter> {
  const [row] = await warehouse.query<{ n: string }>('SELECT count() AS n FROM runs');
  const count = Number(row?.n ?? 0);
  const filter = new TraceFilter(Math.max(smallest, count * 2));
  const parts = Math.max(1, Math.ceil(count / idsAtOnce));
  for (let part = 0; part < parts; part++) {
    const sql = `SELECT toFixedString(unhex(trace_id), 16) FROM runs WHERE cityHash64(trace_id) % {parts:UInt32} = {part:UInt32} FORMAT RowBinary`;
    filter.addAll(await warehouse.bytes(sql, { parts, part }));
  }
  return filter;
}
