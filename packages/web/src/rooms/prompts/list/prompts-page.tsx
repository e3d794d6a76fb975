import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ListedPrompt } from 'signalbox/contract/prompts';
import { useCallback, useState } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { teamsFor } from '../../../app/rights.ts';
import { plural } from '../../../format/number.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { usePhone } from '../../../ui/measure.ts';
import { MoreMenu } from '../../../ui/more-menu.tsx';
import { useRowCursor } from '../../../ui/row-cursor.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StaleNotice } from '../../../ui/stale-notice.tsx';
import { foldersQuery, promptsQuery } from '../queries.ts';
import { RulesDialog } from '../review/rules-dialog.tsx';
import { SyncsDialog } from '../sync/syncs-dialog.tsx';
import { columns, TwoLines } from './columns.tsx';
import { CreateDialog } from './create-dialog.tsx';
import { Filters } from './filters.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { Notices } from './notices.tsx';
import { NoPrompts } from './no-prompts.tsx';
import { PromptPeek } from './prompt-peek.tsx';
import { UseCounts, useUseCounts } from './used-by-cell.tsx';
import { WaitingReviews } from './waiting-reviews.tsx';

const route = getRouteApi('/shell/prompts');
const keyOf = (prompt: ListedPrompt): string => prompt.id;

/** Every prompt of the scope as a row, by name. */
export function PromptsPage() {
  const { q, folder, tag, label, archived, peek, team } = route.useSearch();
  const search = { q, folder, tag, label, archived };
  const navigate = useNavigate({ from: '/prompts' });
  const phone = usePhone();
  const me = useQuery(meQuery);
  const folders = useQuery(foldersQuery);
  const list = useInfiniteQuery(promptsQuery(team, search));
  const [asked, setAsked] = useState<'create' | 'import' | 'rules' | 'git' | null>(null);
  const rows = (list.data?.pages ?? []).flatMap((page) => page.items);
  const uses = useUseCounts(list.data?.pages ?? []);
  const mayWrite = teamsFor(me.data, 'prompt.write').length > 0;
  const close = (): void => setAsked(null);
  const setPeek = (id: string | undefined): void =>
    void navigate({ search: (s) => ({ ...s, peek: id }), replace: peek !== undefined });
  const open = (prompt: ListedPrompt): void =>
    void navigate({ to: '/prompts/$promptId', params: { promptId: prompt.id }, search: (s) => ({ team: s.team }) });
  const cursor = useRowCursor(rows, keyOf, (one) => (peek === undefined ? undefined : setPeek(one.id)));
  useKeys({
    Enter: cursor.row && (() => open(cursor.row!)),
    ' ': cursor.row && (() => setPeek(peek === cursor.row!.id ? undefined : cursor.row!.id)),
    Escape: peek === undefined ? undefined : () => setPeek(undefined),
    c: mayWrite ? () => setAsked('create') : undefined,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const more = useCallback(
    () => (hasNextPage && !isFetchingNextPage ? void fetchNextPage() : undefined),
    [hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  const filtered = [q, folder, tag, label, archived, team].some((value) => value !== undefined);
  const acts = {
    ...(mayWrite ? { Import: () => setAsked('import') } : {}),
    'Review rules': () => setAsked('rules'),
    'Folders in git': () => setAsked('git'),
  };
  return (
    <>
      <h1 className="sr-only">Prompts</h1>
      <Filters
        search={search}
        prompts={rows}
        folders={folders.data?.items ?? []}
        end={
          <>
            {mayWrite ? (
              <Button tone="primary" title="Create a prompt (c)" onClick={() => setAsked('create')}>
                Create prompt
              </Button>
            ) : null}
            <MoreMenu acts={acts} />
          </>
        }
      />
      {list.isError && list.data ? (
        <StaleNotice error={list.error} readAt={list.dataUpdatedAt} onRetry={() => void list.refetch()} />
      ) : null}
      <WaitingReviews />
      <Notices />
      <div className="relative flex min-h-0 flex-1">
        {list.isPending ? (
          <div className="flex-1 overflow-hidden">
            <Skeleton rows={16} height={phone ? 56 : 32} label="Loading prompts" />
          </div>
        ) : list.isError && !list.data ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : rows.length === 0 ? (
          <div className="flex-1 overflow-y-auto">
            <NoPrompts
              filtered={filtered}
              onCreate={mayWrite ? () => setAsked('create') : null}
              onImport={mayWrite ? () => setAsked('import') : null}
            />
          </div>
        ) : (
          <UseCounts value={uses}>
            <DataTable
              label="Prompts"
              rows={rows}
              columns={columns}
              rowKey={keyOf}
              active={cursor.active}
              selected={peek ?? null}
              rowHeight={phone ? 56 : 32}
              twoLines={phone ? (prompt) => <TwoLines prompt={prompt} /> : undefined}
              onPress={(prompt) => {
                cursor.setActive(prompt.id);
                if (phone) open(prompt);
                else setPeek(prompt.id);
              }}
              onEnd={more}
              footer={
                <p className="px-4 py-2 text-meta text-muted">
                  {isFetchingNextPage ? 'Loading more…' : hasNextPage ? '' : plural(rows.length, 'prompt')}
                </p>
              }
            />
          </UseCounts>
        )}
        {peek === undefined ? null : (
          <PromptPeek id={peek} listed={rows.find((one) => one.id === peek)} onClose={() => setPeek(undefined)} />
        )}
      </div>
      {asked === 'create' ? (
        <CreateDialog
          {...(team === undefined ? {} : { team })}
          {...(folder === undefined ? {} : { folder })}
          onClose={close}
        />
      ) : null}
      {asked === 'import' ? <ImportDialog onClose={close} /> : null}
      {asked === 'rules' ? <RulesDialog onClose={close} /> : null}
      {asked === 'git' ? <SyncsDialog onClose={close} /> : null}
    </>
  );
}
