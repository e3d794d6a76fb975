import type { ListedPrompt } from 'signalbox/contract/prompts';
import { reviewWords } from '../model/words.ts';

const glyphs: Record<ListedPrompt['review'], string> = {
  none: 'M3 8h10',
  waiting: 'M8 4v4l2.500 2M8 2a6 6 0 100 12A6 6 0 008 2z',
  changes_requested: 'M8 3v6M8 12v.5',
  approved: 'M3 8.500l3.500 3.500 6.500-8',
};

/** Where a review stands, as a shape and a word. */
export function ReviewMark({ state, brief = false }: { state: ListedPrompt['review']; brief?: boolean }) {
  const tone = state === 'changes_requested' ? 'text-caution' : state === 'none' ? 'text-muted' : 'text-ink';
  if (state === 'none' && brief) return <span className="text-muted">—</span>;
  return (
    <span className={`inline-flex min-w-0 items-center gap-1.5 ${tone}`}>
      <svg
        width="14"
        height="14"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.500"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden
        className="shrink-0"
      >
        <path d={glyphs[state]} />
      </svg>
      <span className="truncate">{reviewWords[state]}</span>
    </span>
  );
}
