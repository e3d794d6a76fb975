import { useQuery } from '@tanstack/react-query';
import type { PromptDetail, SavedVersion } from 'signalbox/contract/prompts';
import { useState } from 'react';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { emptyContent } from '../model/editing.ts';
import { versionQuery } from '../queries.ts';
import { Editor } from './editor.tsx';

type Props = { prompt: PromptDetail; mayWrite: boolean; onSaved: (made: SavedVersion) => void };

/**
 * One's draft, else the newest version, to be read or written. What others save replaces what is shown only while nothing was
 * written here.
 */
export function ContentTab({ prompt, mayWrite, onSaved }: Props) {
  const { draft, latest } = prompt;
  const version = useQuery({ ...versionQuery(prompt.id, latest ?? 0), enabled: latest !== null && draft === null });
  const [turn, setTurn] = useState(0);
  const [held, setHeld] = useState<string | null>(null);
  const key = held ?? `${latest} ${turn}`;
  if (held === null && draft === null && latest !== null && version.data === undefined)
    return version.error ? (
      <ErrorState error={version.error} onRetry={() => void version.refetch()} />
    ) : (
      <Skeleton rows={12} label="Loading version" />
    );
  const content = draft?.content ?? version.data?.content ?? emptyContent(prompt.kind);
  const release = (): void => {
    setHeld(null);
    setTurn(turn + 1);
  };
  return (
    <Editor
      key={key}
      prompt={prompt}
      start={{ content, base: draft === null ? latest : draft.base }}
      mayWrite={mayWrite && prompt.archivedAt === null}
      onTouched={() => setHeld(key)}
      onSaved={(made) => {
        release();
        onSaved(made);
      }}
      onDiscarded={release}
    />
  );
}
