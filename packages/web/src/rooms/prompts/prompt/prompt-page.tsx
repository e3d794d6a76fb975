import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Me } from 'signalbox/contract/access';
import type { PromptDetail } from 'signalbox/contract/prompts';
import { useCallback, useState } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StaleNotice } from '../../../ui/stale-notice.tsx';
import { type Done, UndoBar } from '../../../ui/undo-bar.tsx';
import { ContentTab } from '../editor/content-tab.tsx';
import { PlaygroundTab } from '../playground/playground-tab.tsx';
import { promptQuery } from '../queries.ts';
import { ReviewTab } from '../review/review-tab.tsx';
import { VersionsTab } from '../versions/versions-tab.tsx';
import { History } from './history.tsx';
import { LabelDialog, type LabelWish } from './label-dialog.tsx';
import { ArchiveDialog, ChangeDialog, RestoreDialog } from './prompt-dialogs.tsx';
import { PromptHeader, type PromptVerb } from './prompt-header.tsx';
import { PromptTabs } from './prompt-tabs.tsx';
import { UsedBy } from './used-by.tsx';
import { useReuse } from './use-reuse.ts';

const route = getRouteApi('/shell/prompts/$promptId');

/** One prompt: what it says, its versions, who uses and reviews it, what was done to it. */
export function PromptPage() {
  const { promptId } = route.useParams();
  const navigate = useNavigate({ from: '/prompts/$promptId' });
  const me = useQuery(meQuery);
  const query = useQuery(promptQuery(promptId));
  useKeys({
    Escape: () =>
      void navigate({ to: '/prompts', search: (s) => ({ ...s, show: undefined, v: undefined, against: undefined }) }),
  });
  if (query.data === undefined)
    return query.error ? (
      <ErrorState whole error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton rows={16} label="Loading prompt" />
    );
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto" tabIndex={0} role="region" aria-label="Prompt">
      {query.error ? (
        <StaleNotice error={query.error} readAt={query.dataUpdatedAt} onRetry={() => void query.refetch()} />
      ) : null}
      <Shown prompt={query.data} me={me.data} />
    </div>
  );
}

function Shown({ prompt, me }: { prompt: PromptDetail; me: Me | undefined }) {
  const { show: tab = 'content' } = route.useSearch();
  const [verb, setVerb] = useState<Exclude<PromptVerb, 'label'> | null>(null);
  const [label, setLabel] = useState<LabelWish | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const forget = useCallback(() => setDone(null), []);
  const { reuse, error } = useReuse(prompt);
  const live = prompt.archivedAt === null;
  const may = {
    write: mayIn(me, 'prompt.write', prompt.teamId),
    label: mayIn(me, 'prompt.label', prompt.teamId) && live,
  };
  const close = (): void => setVerb(null);
  const teamName = me?.teams.find((one) => one.id === prompt.teamId)?.name ?? prompt.teamId;
  return (
    <>
      {live ? null : <Banner aspect="dark">It is put away, and cannot be changed until it is restored.</Banner>}
      <PromptHeader
        prompt={prompt}
        teamName={teamName}
        may={may}
        onVerb={(asked) => (asked === 'label' ? setLabel({}) : setVerb(asked))}
      />
      <PromptTabs shown={tab} />
      <Refusal error={error} />
      {tab === 'content' ? (
        <ContentTab
          prompt={prompt}
          mayWrite={may.write}
          onSaved={({ version, saved }) =>
            setDone({ what: saved ? `Version ${version.number} is saved.` : 'Nothing had changed.' })
          }
        />
      ) : tab === 'versions' ? (
        <VersionsTab
          prompt={prompt}
          onLabel={may.label ? (number) => setLabel({ number }) : null}
          onReuse={may.write && live ? (number) => void reuse(number) : null}
        />
      ) : tab === 'used' ? (
        <UsedBy prompt={prompt} />
      ) : tab === 'review' ? (
        <ReviewTab prompt={prompt} me={me} />
      ) : tab === 'playground' ? (
        <PlaygroundTab prompt={prompt} />
      ) : (
        <History prompt={prompt} onUndo={may.label ? setLabel : null} />
      )}
      {label === null ? null : (
        <LabelDialog prompt={prompt} wish={label} onDone={setDone} onClose={() => setLabel(null)} />
      )}
      {verb === 'change' ? <ChangeDialog prompt={prompt} onClose={close} /> : null}
      {verb === 'archive' ? <ArchiveDialog prompt={prompt} onClose={close} /> : null}
      {verb === 'restore' ? <RestoreDialog prompt={prompt} onClose={close} /> : null}
      <UndoBar done={done} onGone={forget} />
    </>
  );
}
