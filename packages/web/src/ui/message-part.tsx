import type { Message } from 'signalbox/contract/monitoring';
import type { ReactNode } from 'react';
import { shortId } from '../format/id.ts';
import { pretty } from '../format/json.ts';
import { neutralLine } from '../format/neutralise.ts';
import { bytes, count } from '../format/number.ts';
import { FoldedText } from './fold.tsx';
import { SafeLine } from './safe-text.tsx';

type Part = Message['parts'][number];

/** `result`: what came back for a call, to stand beside it. */
type Props = { part: Part; brief?: boolean; result?: Response | undefined };
type Response = Extract<Part, { type: 'tool_call_response' }>;

/** One part of a message, as text. Media are never fetched: a marker says what was dropped. */
export function MessagePart({ part, brief = false, result }: Props) {
  switch (part.type) {
    case 'text':
      return part.content === '' ? (
        <p className="text-muted">Empty text</p>
      ) : (
        <FoldedText text={part.content} lines={brief ? 6 : undefined} />
      );
    case 'reasoning':
      return (
        <details className="group">
          <summary className="min-h-11 cursor-pointer content-center text-muted hover:text-ink desk:min-h-6">
            Reasoning, {count(part.content.length)} characters
          </summary>
          <div className="border-l-2 border-line pl-3 text-muted">
            <FoldedText text={part.content} />
          </div>
        </details>
      );
    case 'tool_call':
      return (
        <Block
          title={
            <>
              <span className="text-muted">calls</span> <SafeLine text={part.name} />
            </>
          }
          id={part.id}
        >
          {result === undefined ? (
            <FoldedText mono text={pretty(part.arguments)} />
          ) : (
            <div className="grid gap-x-4 gap-y-2 desk:grid-cols-2">
              <Side name="Arguments">{pretty(part.arguments)}</Side>
              <Side name="Result">{pretty(result.response)}</Side>
            </div>
          )}
        </Block>
      );
    case 'tool_call_response':
      return (
        <Block
          title={
            <>
              <span className="text-muted">result{part.name === undefined ? '' : ' of'}</span>{' '}
              <SafeLine text={part.name ?? ''} />
            </>
          }
          id={part.id}
        >
          <FoldedText mono text={pretty(part.response)} />
        </Block>
      );
    case 'media':
      return (
        <p
          className="mono self-start rounded-control border border-dashed border-edge px-2 py-1 text-muted"
          title={`SHA-256 ${part.sha256}`}
        >
          <SafeLine text={part.mimeType ?? 'media'} /> · {bytes(part.bytes)} · sha256 {shortId(part.sha256)} · not kept
        </p>
      );
    case 'data':
      return (
        <Block title={<span className="text-muted">data</span>} id={null}>
          <FoldedText mono text={pretty(part.content)} />
        </Block>
      );
  }
}

const Side = ({ name, children }: { name: string; children: string }) => (
  <div className="min-w-0">
    <p className="text-label text-muted">{name}</p>
    <FoldedText mono text={children} />
  </div>
);

function Block({ title, id, children }: { title: ReactNode; id: string | null; children: ReactNode }) {
  return (
    <div className="min-w-0 rounded-control border border-line">
      <div className="flex h-7 items-center gap-2 border-b border-line bg-sunk px-2">
        <span className="mono min-w-0 flex-1 truncate text-ink">{title}</span>
        {id === null ? null : (
          <span className="mono text-muted" title={neutralLine(id)}>
            <SafeLine text={shortId(id)} />
          </span>
        )}
      </div>
      <div className="px-2 py-1.5">{children}</div>
    </div>
  );
}
