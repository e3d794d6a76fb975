import { ContentCache } from '../content/cache.ts';
import { mapLog, type MappedLog } from '../map/log.ts';
import { mapSpan } from '../map/span.ts';
import type { MapOptions, MessagePositions } from '../map/options.ts';
import type { LogIn, SpanIn } from '../otlp/types.ts';
import type { Mark, Sender } from '../rows.ts';
import { harmlessOnly, isHarmless } from './harmless.ts';
import { maskLog, maskSpan } from './mask.ts';

type MappedSpan = ReturnType<typeof mapSpan>;

/** Bodies that are thrown away must not count as stored: another key of the team may send the same trace and keep it. */
const forgetful = new ContentCache(2);

/** As `mapSpan`, with what the sender's key lets be kept of the content. Masking is part of dropping: some texts stay. */
export function mapSpanByMode(span: SpanIn, sender: Sender, received: number, options: MapOptions): MappedSpan {
  if (sender.contentMode === 'keep') return mapSpan(span, sender, received, options);
  const masked = maskSpan(span);
  if (sender.contentMode === 'mask') return markedIf(masked !== span, mapSpan(masked, sender, received, options));
  // What is meant is read from all of it (a refusal stands in the messages); what may be kept is decided after.
  const events = masked.events.map((event) => ({ ...event, attributes: harmlessOnly(event.attributes) }));
  const links = masked.links.map((link) => ({ ...link, attributes: harmlessOnly(link.attributes) }));
  const quiet = { ...masked, events, links, statusMessage: '' };
  const { row } = mapSpan(quiet, sender, received, { ...options, contents: forgetful });
  const bare: MappedSpan['row'] = {
    ...row,
    attributes: harmlessText(row.attributes, masked.attributes),
    ...{ input_preview: '', output_preview: '', error_message: '', status_message: '' },
    marks: [...row.marks, 'dropped'],
  };
  return { row: bare, content: [], refs: [] };
}

/** As `mapLog`, likewise. */
export function mapLogByMode(
  log: LogIn,
  sender: Sender,
  received: number,
  options: MapOptions & { positions: MessagePositions },
): MappedLog {
  if (sender.contentMode === 'keep') return mapLog(log, sender, received, options);
  const masked = maskLog(log);
  if (sender.contentMode === 'mask') return markedIf(masked !== log, mapLog(masked, sender, received, options));
  const { row } = mapLog(masked, sender, received, { ...options, contents: forgetful });
  const attributes = harmlessText(row.attributes, masked.attributes);
  return {
    row: { ...row, attributes, body: '', marks: [...row.marks, 'dropped'] },
    ...{ content: [], refs: [] },
  };
}

function markedIf<Mapped extends { row: { marks: readonly Mark[] } }>(met: boolean, mapped: Mapped): Mapped {
  if (met) mapped.row.marks = [...mapped.row.marks, 'masked'];
  return mapped;
}

function harmlessText(stored: ReadonlyMap<string, string>, sent: SpanIn['attributes']): Map<string, string> {
  return new Map([...stored].filter(([name]) => isHarmless(name, sent.get(name))));
}
