import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { PromptDetail } from 'signalbox/contract/prompts';
import { promptPath, versionQuery } from '../queries.ts';
import { usePromptVerb } from '../use-prompt-verb.ts';

/** Begins a draft with the content of an older version, and opens it: saved, it is the newest. */
export function useReuse(prompt: PromptDetail | undefined) {
  const client = useQueryClient();
  const navigate = useNavigate({ from: '/prompts/$promptId' });
  const keep = usePromptVerb(() => void navigate({ search: (s) => ({ ...s, show: undefined, v: undefined }) }));
  const reuse = async (number: number): Promise<void> => {
    if (prompt === undefined) return;
    const { content } = await client.ensureQueryData(versionQuery(prompt.id, number));
    keep.mutate({ path: `${promptPath(prompt.id)}/draft`, method: 'PUT', body: { base: prompt.latest, content } });
  };
  return { reuse, error: keep.error };
}
