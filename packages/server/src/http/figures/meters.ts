import type { Ingest } from '../../ingest/index.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { AppError } from '../../spine/errors.ts';
import type { Sample } from './family.ts';

/** Upper bounds of seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** How long something took, counted in buckets. */
export class Timings {
  readonly #counts = bounds.map(() => 0);
  #count = 0;
  #sum = 0;

  note(seconds: number): void {
    const at = bounds.findIndex((bound) => seconds <= bound);
    if (at >= 0) this.#counts[at]! += 1;
    this.#count += 1;
    this.#sum += seconds;
  }

  samples(labels: Readonly<Record<string, string>> = {}): Sample[] {
    let below = 0;
    const buckets = bounds.map((bound, at): Sample => {
      below += this.#counts[at]!;
      return { suffix: '_bucket', labels: { ...labels, le: String(bound) }, value: below };
    });
    return [
      ...buckets,
      { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: this.#count },
      { suffix: '_sum', labels, value: this.#sum },
      { suffix: '_count', labels, value: this.#count },
    ];
  }
}

/** What this process has done since its start. */
export class Meters {
  readonly queries = new Timings();
  readonly inserts = new Timings();
  readonly accepts = new Timings();
  acceptedBytes = 0;
  rejectedSpans = 0;
  /** Of requests of which nothing was kept, by error code. */
  readonly refused = new Map<string, number>();
  readonly failedQueries = new Map<string, number>();
}

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : 'defect');
const add = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
const now = (): number => performance.now() / 1_000;

/** The same ingest, counted. */
export function meteredIngest(ingest: Ingest, meters: Meters): Ingest {
  return {
    async accept(request) {
      const began = now();
      const bytes = request.body.length;
      try {
        const reply = await ingest.accept(request);
        meters.acceptedBytes += bytes;
        meters.rejectedSpans += reply.rejected;
        meters.accepts.note(now() - began);
        return reply;
      } catch (error) {
        add(meters.refused, codeOf(error));
        throw error;
      }
    },
    status: () => ingest.status(),
    close: () => ingest.close(),
  };
}

/** The same warehouse, with the time that its questions and inserts take. Of a stream, until its last row. */
export function meteredWarehouse(warehouse: Warehouse, meters: Meters): Warehouse {
  const timed = async <T>(timings: Timings, work: () => Promise<T>): Promise<T> => {
    const began = now();
    try {
      return await work();
    } catch (error) {
      add(meters.failedQueries, codeOf(error));
      throw error;
    } finally {
      timings.note(now() - began);
    }
  };
  return {
    ...warehouse,
    query: <Row>(...asked: Parameters<Warehouse['query']>) =>
      timed(meters.queries, () => warehouse.query<Row>(...asked)),
    bytes: (...asked) => timed(meters.queries, () => warehouse.bytes(...asked)),
    async *stream<Row>(...asked: Parameters<Warehouse['stream']>) {
      const began = now();
      try {
        yield* warehouse.stream<Row>(...asked);
      } catch (error) {
        add(meters.failedQueries, codeOf(error));
        throw error;
      } finally {
        meters.queries.note(now() - began);
      }
    },
    insertBlock: (block) => timed(meters.inserts, () => warehouse.insertBlock(block)),
  };
}
