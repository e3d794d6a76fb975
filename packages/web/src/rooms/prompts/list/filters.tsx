import { useNavigate } from '@tanstack/react-router';
import type { FolderList, ListedPrompt } from 'signalbox/contract/prompts';
import type { ReactNode } from 'react';
import { FacetBar } from '../../../ui/facet-bar.tsx';
import { Select } from '../../../ui/select.tsx';
import { Suggest } from '../../../ui/suggest.tsx';
import { pathOf } from '../model/words.ts';
import type { PromptsSearch } from '../search.ts';

type Props = {
  search: PromptsSearch;
  prompts: readonly ListedPrompt[];
  folders: FolderList['items'];
  end: ReactNode;
};

const none: PromptsSearch = { q: undefined, folder: undefined, tag: undefined, label: undefined, archived: undefined };

/** By text, folder, label and tag. */
export function Filters({ search, prompts, folders, end }: Props) {
  const navigate = useNavigate({ from: '/prompts' });
  const set = (change: PromptsSearch): void =>
    void navigate({ search: (before) => ({ ...before, peek: undefined, ...change }) });
  const any = search.q ?? search.folder ?? search.tag ?? search.label ?? search.archived;
  const choices = (all: string, values: readonly string[]) => [
    { value: '', label: all },
    ...values.map((value) => ({ value, label: value })),
  ];
  const every = [...new Set(folders.flatMap(({ folder }) => pathOf(folder)))].toSorted((a, b) => a.localeCompare(b));
  const labels = [...new Set(prompts.flatMap((one) => one.labels.map(({ label }) => label)))].toSorted();
  const tags = [...new Set(prompts.flatMap((one) => one.tags))].toSorted();
  return (
    <FacetBar chips={[]} onClear={any === undefined ? null : () => set(none)} end={end}>
      <Suggest
        id="filter"
        label="Name or text"
        value={search.q ?? ''}
        suggestions={prompts.map((one) => one.name)}
        onCommit={(q) => set({ q: q || undefined })}
      />
      <Select
        label="Folder"
        value={search.folder ?? ''}
        choices={choices('Any folder', every)}
        onChange={(v) => set({ folder: v || undefined })}
      />
      <Select
        label="Label"
        value={search.label ?? ''}
        choices={choices('Any label', labels)}
        onChange={(v) => set({ label: v || undefined })}
      />
      <Select
        label="Tag"
        value={search.tag ?? ''}
        choices={choices('Any tag', tags)}
        onChange={(v) => set({ tag: v || undefined })}
      />
      <Select
        label="Archive"
        value={search.archived ?? ''}
        choices={[
          { value: '', label: 'In use' },
          { value: 'true', label: 'Archived' },
        ]}
        onChange={(v) => set({ archived: v === 'true' ? 'true' : undefined })}
      />
    </FacetBar>
  );
}
