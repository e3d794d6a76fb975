import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { SavedViews } from '../views/saved-views.tsx';

const look =
  'flex h-11 items-center border-b-2 border-transparent px-1 text-muted hover:text-ink desk:h-9 data-[status=active]:border-accent data-[status=active]:font-medium data-[status=active]:text-ink';

/** Runs, their steps, whom they served: three lists of the same filters. */
export function ExplorerTabs({ page, end }: { page: 'runs' | 'steps' | 'users'; end?: ReactNode }) {
  return (
    <div
      role="group"
      aria-label="Lists"
      className="flex shrink-0 flex-wrap items-center gap-4 border-b border-line px-3 desk:px-4"
    >
      {(
        [
          ['/runs', 'Runs'],
          ['/steps', 'Steps'],
          ['/users', 'Users'],
        ] as const
      ).map(([to, name]) => (
        <Link
          key={to}
          to={to}
          search={(s) => ({ ...s, peek: undefined })}
          activeOptions={{ exact: true, includeSearch: false }}
          className={look}
        >
          {name}
        </Link>
      ))}
      <div className="ml-auto flex items-center gap-2">
        <SavedViews page={page} />
        {end}
      </div>
    </div>
  );
}
