import { useMutation } from '@tanstack/react-query';
import type { Content } from 'signalbox/contract/prompts';
import { useEffect, useMemo, useRef, useState } from 'react';
import { change } from '../../../app/api.ts';
import { contentOfEditing, type Editing, editingOf } from '../model/editing.ts';
import { promptPath } from '../queries.ts';

const quietMs = 700;
type Start = { content: Content; base: number | null };

/**
 * What is being written, kept as a draft once one pauses, and when the page is left. `base`: the version it began from. Without
 * `mayWrite` nothing is sent.
 */
export function useDraft(promptId: string, start: Start, mayWrite: boolean) {
  const [editing, setEditing] = useState<Editing>(() => editingOf(start.content));
  const [base, setBase] = useState(start.base);
  const read = useMemo(() => contentOfEditing(editing), [editing]);
  const keep = useMutation({
    mutationFn: async (draft: Start) => {
      await change(`${promptPath(promptId)}/draft`, draft, 'PUT');
      return new Date().toISOString();
    },
  });
  const { mutate } = keep;
  // What was kept last, as text; and what waits to be.
  const kept = useRef(JSON.stringify({ base: start.base, content: readBack(start.content) }));
  const waits = useRef<Start | null>(null);
  const flush = (): void => {
    const draft = waits.current;
    if (draft === null) return;
    waits.current = null;
    kept.current = JSON.stringify(draft);
    mutate(draft);
  };
  const { content } = read;
  useEffect(() => {
    if (!mayWrite || content === null) return;
    const draft = { base, content };
    const changed = JSON.stringify(draft) !== kept.current;
    waits.current = changed ? draft : null;
    if (!changed) return;
    const timer = setTimeout(flush, quietMs);
    return () => clearTimeout(timer);
    // `flush` reads refs only.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [content, base, mayWrite]);
  // Left within the pause: it is kept all the same.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => flush, []);
  return {
    ...{ editing, setEditing, base, setBase, ...read },
    dirty: content === null || JSON.stringify(content) !== JSON.stringify(readBack(start.content)),
    keptAt: keep.data ?? null,
    isKeeping: keep.isPending,
    keepError: keep.error,
    /** What waits is not wanted any more: it is saved as a version, or thrown away. */
    drop: () => {
      waits.current = null;
    },
    /** Tries again to keep what could not be. */
    retry: () => content !== null && mutate({ base, content }),
  };
}

/** As it comes back from the fields, so that what nobody touched does not count as changed. */
const readBack = (content: Content): Content => contentOfEditing(editingOf(content)).content ?? content;
