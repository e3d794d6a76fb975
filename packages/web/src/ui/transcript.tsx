import { useVirtualizer } from '@tanstack/react-virtual';
import type { Turn } from 'signalbox/contract/monitoring';
import { type ComponentProps, useEffect, useRef } from 'react';
import { plural } from '../format/number.ts';
import { copyWords, useCopy } from './copy-button.tsx';
import { messageText } from './message-text.ts';
import { MessageView } from './message-view.tsx';
import { SafeLine } from './safe-text.tsx';
import { Time } from './zone.tsx';

type Props = {
  turns: readonly Turn[];
  /** What came back for calls of tools, to stand beside them. */
  results?: ComponentProps<typeof MessageView>['results'];
  truncated: boolean;
  selected: string | null;
  /** False where nobody recorded when things were said. */
  timed?: boolean;
  onStep: (spanId: string) => void;
};

/** What was said, in order, each message once. Only turns in view are in the page; their heights are measured. */
export function Transcript({ turns, results, truncated, selected, timed = true, onStep }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: turns.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 140,
    getItemKey: (i) => turnKey(turns[i]!, i),
    overscan: 6,
    // Until it is measured: the first drawing has its turns already.
    initialRect: { width: 0, height: 900 },
  });
  useEffect(() => {
    const at = selected === null ? -1 : turns.findIndex((t) => t.spanId === selected);
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
    // Only when another step is chosen; turns that arrive must not scroll the page.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected]);
  return (
    <div
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label="Transcript"
      className="min-h-0 flex-1 overflow-auto -outline-offset-2"
    >
      <h2 className="sr-only">Transcript</h2>
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const turn = turns[item.index]!;
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              style={{ transform: `translateY(${item.start}px)` }}
              className={`absolute inset-x-0 top-0 border-b border-line ${turn.direction === 'system' ? 'bg-sunk' : ''} ${turn.spanId === selected ? 'shadow-[inset_2px_0_0_var(--accent)]' : ''}`}
            >
              <MessageView
                message={turn.message}
                {...(results === undefined ? {} : { results })}
                brief={turn.direction === 'system'}
                meta={<Meta turn={turn} timed={timed} onStep={onStep} />}
              />
            </div>
          );
        })}
      </div>
      {truncated ? (
        <p className="px-4 py-3 text-muted">More was said than is shown here. The steps hold the rest.</p>
      ) : null}
    </div>
  );
}

const turnKey = (turn: Turn, index: number): string => `${turn.spanId} ${turn.direction} ${turn.ref} ${index}`;

function Meta({ turn, timed, onStep }: { turn: Turn; timed: boolean; onStep: (spanId: string) => void }) {
  const [state, copy] = useCopy();
  return (
    <span className="flex flex-wrap items-baseline gap-x-2 desk:block">
      <span className="max-w-40 truncate desk:block">
        <SafeLine text={turn.agent} max={80} />
      </span>
      <span className="flex items-baseline gap-2">
        {timed ? <Time at={turn.at} /> : null}
        <button
          type="button"
          onClick={() => onStep(turn.spanId)}
          className="-my-3 min-h-11 rounded-control text-accent hover:underline desk:my-0 desk:min-h-6"
        >
          Open step
        </button>
        <button
          type="button"
          onClick={() => copy(messageText(turn.message))}
          title="Copy this message"
          className="-my-3 min-h-11 rounded-control hover:text-ink hover:underline desk:my-0 desk:min-h-6"
        >
          {copyWords[state]}
        </button>
      </span>
      {turn.repeats > 0 ? <span className="desk:block">Sent again in {plural(turn.repeats, 'later step')}</span> : null}
    </span>
  );
}
