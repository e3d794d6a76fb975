import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { SavedView } from 'signalbox/contract/monitoring/views';
import { lazy, Suspense, useState } from 'react';
import { change } from '../../../app/api.ts';
import { parseSearch, stringifySearch } from '../../../app/search-text.ts';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { keptSearch, sameSearch } from '../model/kept-search.ts';
import { savedViewsQuery } from '../queries.ts';

const SaveDialog = lazy(async () => ({ default: (await import('./save-dialog.tsx')).SaveDialog }));

type Page = SavedView['page'];

/** Lists kept with their filters: one's own and those of one's teams. Choosing one sets all that stands in the URL. */
export function SavedViews({ page }: { page: Page }) {
  const views = useQuery(savedViewsQuery);
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const here = keptSearch(search);
  const mine = (views.data?.items ?? []).filter((view) => view.page === page);
  const shown = mine.find((view) => sameSearch(view.search, here));
  const open = (id: string): void => {
    const view = mine.find((one) => one.id === id);
    void navigate({
      to: `/${page}`,
      search: view === undefined ? nothing(here) : { ...nothing(here), ...parseSearch(view.search) },
    });
  };
  return (
    <>
      {mine.length === 0 ? null : (
        <Select
          label="View"
          value={shown?.id ?? ''}
          choices={[
            { value: '', label: 'No view' },
            ...mine.map((v) => ({ value: v.id, label: v.teamId === null ? v.name : `${v.name} (team)` })),
          ]}
          onChange={open}
        />
      )}
      {shown === undefined ? (
        <Button tone="quiet" onClick={() => setAsking(true)}>
          Save view
        </Button>
      ) : (
        <RemoveView view={shown} />
      )}
      <Suspense>
        {asking ? (
          <SaveDialog page={page} search={stringifySearch(here).slice(1)} onClose={() => setAsking(false)} />
        ) : null}
      </Suspense>
    </>
  );
}

/** All that a view could have set, unset: what the URL retains by itself would stay otherwise. */
const nothing = (here: object): object => Object.fromEntries(Object.keys(here).map((key) => [key, undefined]));

function RemoveView({ view }: { view: SavedView }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => change(`/saved-views/${view.id}`, undefined, 'DELETE'),
    onSuccess: () => client.invalidateQueries({ queryKey: savedViewsQuery.queryKey }),
  });
  return (
    <Button tone="quiet" disabled={remove.isPending} onClick={() => remove.mutate()} title={remove.error?.message}>
      {remove.error ? 'Not removed' : 'Remove view'}
    </Button>
  );
}
