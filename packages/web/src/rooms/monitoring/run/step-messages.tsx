import type { StepDetail } from 'signalbox/contract/monitoring';
import { pretty } from '../../../format/json.ts';
import { FoldedText } from '../../../ui/fold.tsx';
import { MessageView } from '../../../ui/message-view.tsx';

const directions: Record<StepDetail['messages'][number]['direction'], string> = {
  system: 'system',
  input: 'in',
  output: 'out',
  tools: 'offered tools',
};

/** What went into a step and what came out, in order. */
export function StepMessages({ messages }: { messages: StepDetail['messages'] }) {
  return messages.map((m, i) => (
    <div key={i} className="border-b border-line">
      {m.message ? (
        <MessageView narrow message={m.message} meta={directions[m.direction]} />
      ) : m.tools === undefined ? (
        <p className="px-4 py-2.5 text-muted">
          This message was not captured, or has passed its retention ({directions[m.direction]}).
        </p>
      ) : (
        <details className="px-4 py-2.5">
          <summary className="cursor-pointer font-medium">
            Offered tools{Array.isArray(m.tools) ? `, ${m.tools.length}` : ''}
          </summary>
          <FoldedText mono text={pretty(m.tools)} />
        </details>
      )}
    </div>
  ));
}
