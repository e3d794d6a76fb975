import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PromptList } from 'signalbox/contract/prompts';
import type { PromptUseCounts } from 'signalbox/contract/prompts/history';
import { createContext, useContext } from 'react';
import { plural, unknown } from '../../../format/number.ts';
import { useCountsQuery } from '../queries.ts';

type Count = PromptUseCounts['items'][number];
/** By prompt: null = none; not in it = not told. */
type Told = { counts: ReadonlyMap<string, Count | null>; failed: boolean };
export const UseCounts = createContext<Told>({ counts: new Map(), failed: false });

/** Asked page by page beside the list, which does not wait for it. */
export function useUseCounts(pages: readonly PromptList[]): Told {
  const idsOf = ({ items }: PromptList): string[] => items.map((one) => one.id);
  const answers = useQueries({ queries: pages.map((page) => useCountsQuery(idsOf(page))) });
  const counts = new Map<string, Count | null>();
  for (const [at, { data }] of answers.entries()) {
    if (data === undefined) continue;
    for (const id of idsOf(pages[at]!)) counts.set(id, data.items.find((one) => one.promptId === id) ?? null);
  }
  return { counts, failed: answers.some((one) => one.isError) };
}

/** How many agents and releases hold it; leads to which. Not told is not none. */
export function UsedByCell({ promptId }: { promptId: string }) {
  const { counts, failed } = useContext(UseCounts);
  const uses = counts.get(promptId);
  if (uses === undefined) return failed ? <span title="It cannot be told now">{unknown}</span> : null;
  if (uses === null)
    return (
      <span className="text-muted" title="No release that you may see holds it">
        none
      </span>
    );
  return (
    <Link
      to="/prompts/$promptId"
      params={{ promptId }}
      search={{ show: 'used' }}
      tabIndex={-1}
      className="hover:underline"
      onClick={(event) => event.stopPropagation()}
    >
      {plural(uses.agents, 'agent')}, {plural(uses.releases, 'release')}
    </Link>
  );
}
