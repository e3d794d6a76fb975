import { maskPersonalData } from '../../detect/personal-data.ts';
import type { JsonObject } from '../content/json.ts';
import { cut, label } from '../map/attributes.ts';
import { isSuspect } from '../map/time.ts';
import { optionalId } from '../parts/fields.ts';
import { nanosOf } from '../parts/moment.ts';
import { RefusedEvent } from '../parts/refused-event.ts';
import type { BatchSender } from '../parts/sent-event.ts';
import type { Mark, ScoreRow } from '../rows.ts';
import { cleanText } from '../scrub/clean.ts';
import { scoreVersion } from '../scores/version.ts';

/** One item of a request, and the id it gets where it names none. */
export type Item = { sent: JsonObject; newId: string };
/** What a report is about. */
export type About = Pick<ScoreRow, 'trace_id' | 'span_id' | 'conversation_id'>;
type Told = About & Pick<ScoreRow, 'name' | 'data_type' | 'number' | 'label' | 'source'> & { words: string };

const maxWords = 16 * 1024;
const traceForm = /^(?!0{32})[0-9a-f]{32}$/;
const runForm = /^(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}$/;

/** Of exactly one of `traceId`, `runId` and, where `conversations`, `conversationId`. Throws `RefusedEvent`. */
export function aboutOf(sent: JsonObject, conversations: boolean, met: Set<Mark>): About {
  const [trace, run] = [optionalId(sent, 'traceId'), optionalId(sent, 'runId')];
  const conversation = conversations ? optionalId(sent, 'conversationId') : null;
  const names = conversations ? '"traceId", "runId" or "conversationId"' : '"traceId" or "runId"';
  if ([trace, run, conversation].filter((one) => one !== null).length !== 1)
    throw new RefusedEvent(`Say what it is about by one of ${names}`);
  if (trace !== null && !traceForm.test(trace))
    throw new RefusedEvent('"traceId" must be 32 hex digits, in lower case');
  if (run !== null && !runForm.test(run))
    throw new RefusedEvent('"runId" must be a trace id, a hyphen and the id of its top span: 32 and 16 hex digits');
  const [runTrace = '', span = ''] = (run ?? '').split('-');
  return { trace_id: trace ?? runTrace, span_id: span, conversation_id: label(conversation ?? '', met) };
}

/** The row of one report. `words`: what somebody wrote, kept as the sender's key lets it be. Throws `RefusedEvent`. */
export function reportRow(item: Item, from: BatchSender, told: Told, met: Set<Mark>): ScoreRow {
  const { sender, received, retentionDays } = from;
  const { words, ...score } = told;
  const at = momentOf(item.sent, received);
  const id = optionalId(item.sent, 'id') ?? item.newId;
  return {
    workspace_id: sender.workspaceId,
    team_id: sender.teamId,
    key_id: sender.keyId,
    // Which agent it is about is known only where its run is.
    bound: true,
    score_id: label(id, met),
    ...score,
    comment: keptWords(words, from, met),
    author_id: '',
    config_id: '',
    environment: sender.environment ?? '',
    metadata: new Map(sender.agent === null ? [] : [['agent', sender.agent]]),
    at: isSuspect(at, received, retentionDays) ? 0n : at,
    received_at: received,
    version: scoreVersion(at, id),
    marks: [...met],
  };
}

/** What a person wrote. */
export function keptWords(words: string, { sender }: BatchSender, met: Set<Mark>): string {
  if (words === '') return '';
  if (sender.contentMode === 'drop') {
    met.add('dropped');
    return '';
  }
  const masked = sender.contentMode === 'mask' ? maskPersonalData(words) : words;
  if (masked !== words) met.add('masked');
  return cut(cleanText(masked, met), maxWords, met);
}

function momentOf(sent: JsonObject, received: number): bigint {
  const said = sent['at'];
  if (said === undefined || said === null) return BigInt(Math.trunc(received)) * 1_000_000n;
  const at = nanosOf(said);
  if (at === null) throw new RefusedEvent('"at" must be a date and time, such as 2026-11-22T05:27:12.190Z');
  return at;
}
