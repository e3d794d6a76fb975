import type { Message } from 'signalbox/contract/monitoring';
import type { ReactNode } from 'react';
import { MessagePart } from './message-part.tsx';
import { SafeLine } from './safe-text.tsx';

/** A Map: a role is text of the client's own, and may be called "constructor". */
const names = new Map([
  ['system', 'System'],
  ['user', 'User'],
  ['assistant', 'Assistant'],
  ['tool', 'Tool'],
]);

type Part = Message['parts'][number];
type Results = ReadonlyMap<Part, Extract<Part, { type: 'tool_call_response' }>>;
type Props = { message: Message; meta?: ReactNode; narrow?: boolean; brief?: boolean; results?: Results };

/** A message: who speaks on the left, what on the right; one above the other where it is narrow. `brief` folds it early, `results` stand beside their calls. */
export function MessageView({ message, meta, narrow = false, brief = false, results }: Props) {
  const known = names.get(message.role);
  return (
    <article
      className={
        narrow
          ? 'flex flex-col gap-1 px-4 py-2.5'
          : 'grid gap-x-4 gap-y-1 px-4 py-3 desk:grid-cols-[168px_minmax(0,760px)]'
      }
    >
      <header className={narrow ? 'flex items-baseline gap-2' : 'flex items-baseline gap-2 desk:flex-col desk:gap-0'}>
        <h3 className={`font-medium ${message.role === 'system' ? 'text-muted' : 'text-ink'}`}>
          {known ?? <SafeLine text={message.role} max={40} />}
        </h3>
        <div className="min-w-0 text-meta text-muted">{meta}</div>
      </header>
      <div className="flex min-w-0 flex-col gap-2">
        {message.parts.length === 0 ? <p className="text-muted">No content was captured</p> : null}
        {message.parts.map((part, i) => (
          <MessagePart key={i} part={part} brief={brief} result={results?.get(part)} />
        ))}
        {message.finishReason !== undefined && message.finishReason !== 'stop' ? (
          <p className="text-meta text-muted">
            Ended with <SafeLine text={message.finishReason} max={60} />
          </p>
        ) : null}
      </div>
    </article>
  );
}
