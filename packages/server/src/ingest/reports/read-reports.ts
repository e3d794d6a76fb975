import { isObject } from '../content/json.ts';
import { jsonBody } from '../content/json-body.ts';
import { WireError } from '../otlp/types.ts';
import type { EventReply } from '../parts/read-batch.ts';
import { RefusedEvent } from '../parts/refused-event.ts';
import type { BatchSender } from '../parts/sent-event.ts';
import type { RowSink, ScoreRow } from '../rows.ts';
import { readFeedback } from './read-feedback.ts';
import { readOutcome } from './read-outcome.ts';
import type { Item } from './report.ts';

/** Outcomes and feedback: what is told of runs apart from their spans. */
export const reportKinds = ['outcomes', 'feedback'] as const;
export type ReportKind = (typeof reportKinds)[number];

/** Of one request. */
export const mostReports = 1_000;

const readers: { [Kind in ReportKind]: (item: Item, from: BatchSender) => ScoreRow } = {
  outcomes: readOutcome,
  feedback: readFeedback,
};

/**
 * A request of reports into rows, one item at a time. What is wrong with one item concerns it alone; throws `WireError` where the body
 * is no such request at all.
 * @param newId of an item that comes without an id
 */
export function readReports(
  { body, kind, newId }: { body: Uint8Array; kind: ReportKind; newId: () => string },
  from: BatchSender,
  sink: RowSink,
): EventReply[] {
  const items = jsonBody(body)[kind];
  if (!Array.isArray(items)) throw new WireError(`"${kind}" must be an array.`);
  return items.map((sent: unknown, index) => {
    const id = isObject(sent) && typeof sent['id'] === 'string' ? sent['id'].slice(0, 1000) : '';
    if (index >= mostReports)
      return { id, status: 413, message: `A request has at most ${mostReports}; send this one in another` };
    try {
      if (!isObject(sent)) throw new RefusedEvent('It must be an object');
      sink.scores(readers[kind]({ sent, newId: newId() }, from));
      return { id, status: 201 };
    } catch (error) {
      if (error instanceof RefusedEvent) return { id, status: error.status, message: error.message };
      throw error;
    }
  });
}
