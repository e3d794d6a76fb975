import { Link } from '@tanstack/react-router';
import type { ListedPrompt } from 'signalbox/contract/prompts';
import { DemoMark, isDemo } from '../../../app/by.tsx';
import { unknown } from '../../../format/number.ts';
import type { Column } from '../../../ui/data-table.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { kindWords } from '../model/words.ts';
import { LabelChips } from './label-chips.tsx';
import { ReviewMark } from './review-mark.tsx';
import { UsedByCell } from './used-by-cell.tsx';

/** A prompt a row; the least needed columns only where there is room. */
export const columns: Column<ListedPrompt>[] = [
  { id: 'name', header: 'Prompt', width: 'minmax(168px, 2fr)', cell: (p) => <Name prompt={p} /> },
  { id: 'kind', header: 'Type', width: '56px', from: 560, cell: (p) => kindWords[p.kind] },
  {
    id: 'latest',
    header: 'Version',
    align: 'right',
    width: '64px',
    cell: (p) => p.latest ?? <span title="Nothing is saved yet">{unknown}</span>,
  },
  {
    id: 'labels',
    header: 'Labels',
    width: 'minmax(120px, 2fr)',
    from: 400,
    cell: (p) => <LabelChips labels={p.labels} latest={p.latest} />,
  },
  { id: 'review', header: 'Review', width: '156px', from: 720, cell: (p) => <ReviewMark state={p.review} brief /> },
  { id: 'changed', header: 'Changed', width: '120px', from: 820, cell: (p) => <Time at={p.latestAt ?? p.createdAt} /> },
  { id: 'used', header: 'Used by', width: '176px', from: 920, cell: (p) => <UsedByCell promptId={p.id} /> },
  {
    id: 'tags',
    header: 'Tags',
    width: 'minmax(88px, 1fr)',
    from: 1120,
    cell: (p) => <span className="text-muted">{p.tags.join(', ')}</span>,
  },
];

function Name({ prompt }: { prompt: ListedPrompt }) {
  return (
    <Link
      to="/prompts/$promptId"
      params={{ promptId: prompt.id }}
      tabIndex={-1}
      className="hover:underline"
      onClick={(event) => event.stopPropagation()}
    >
      {prompt.folder === '' ? null : (
        <span className="text-muted">
          <SafeLine text={prompt.folder} max={120} />/
        </span>
      )}
      <SafeLine text={prompt.name} max={120} />
      {isDemo(prompt.createdBy) ? (
        <>
          {' '}
          <DemoMark />
        </>
      ) : null}
    </Link>
  );
}

/** Two lines for a phone: which, and when changed; then labels and review. */
export function TwoLines({ prompt }: { prompt: ListedPrompt }) {
  return (
    <div className="min-w-0">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">
          <Name prompt={prompt} />
        </span>
        <span className="text-muted">
          <Time at={prompt.latestAt ?? prompt.createdAt} />
        </span>
      </div>
      <div className="flex min-w-0 items-center gap-2 overflow-hidden text-meta text-muted">
        <span className="shrink-0">{prompt.latest === null ? 'no version' : `version ${prompt.latest}`}</span>
        <LabelChips labels={prompt.labels} latest={prompt.latest} />
        {prompt.review === 'none' ? null : <ReviewMark state={prompt.review} />}
      </div>
    </div>
  );
}
