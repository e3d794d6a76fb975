import { useQuery } from '@tanstack/react-query';
import type { Me } from 'signalbox/contract/access';
import type { PromptDetail, Version } from 'signalbox/contract/prompts';
import { useState } from 'react';
import { mayIn } from '../../../app/rights.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { ruleOf, ruleWords } from '../model/rule.ts';
import { reviewRulesQuery, versionQuery } from '../queries.ts';
import { CommentedVersion } from './commented-version.tsx';
import { RequestDialog } from './request-dialog.tsx';
import { VerdictForm } from './verdict-form.tsx';
import { Verdicts } from './verdicts.tsx';

type Props = { prompt: PromptDetail; me: Me | undefined };

/** The newest version as reviewers see it: what it changes, what was said of which line, who has decided what. */
export function ReviewTab({ prompt, me }: Props) {
  const { latest } = prompt;
  const version = useQuery({ ...versionQuery(prompt.id, latest ?? 0), enabled: latest !== null });
  if (latest === null)
    return (
      <EmptyState title="Nothing to review yet">
        <p>What is written under Content becomes version 1 when it is saved; then others can review it.</p>
      </EmptyState>
    );
  if (version.data === undefined)
    return version.error ? (
      <ErrorState error={version.error} onRetry={() => void version.refetch()} />
    ) : (
      <Skeleton rows={10} label="Loading version" />
    );
  return <Shown prompt={prompt} version={version.data} me={me} />;
}

function Shown({ prompt, version, me }: Props & { version: Version }) {
  const rules = useQuery(reviewRulesQuery);
  const [asking, setAsking] = useState(false);
  const mayReview = mayIn(me, 'prompt.review', prompt.teamId) && prompt.archivedAt === null;
  const mayAsk = mayIn(me, 'prompt.write', prompt.teamId) && prompt.archivedAt === null;
  const isOwn = version.authorId === me?.person.id;
  return (
    <div className="flex flex-col gap-6 px-3 pb-12 pt-3 desk:px-4 wide:flex-row">
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <CommentedVersion prompt={prompt} version={version} mayComment={mayReview} />
      </div>
      <div className="flex shrink-0 flex-col gap-4 wide:w-80">
        <section className="flex flex-col gap-2">
          <div className="flex items-center gap-2">
            <h2 className="flex-1 font-semibold">Reviews of version {version.number}</h2>
            {mayAsk ? <Button onClick={() => setAsking(true)}>Ask for review</Button> : null}
          </div>
          <p className="text-muted">{rules.data === undefined ? '' : ruleWords(ruleOf(rules.data.items, prompt))}</p>
          <Verdicts version={version} />
        </section>
        {!mayReview ? (
          <p className="text-muted">You may read reviews here; reviewing is a right of its own.</p>
        ) : isOwn ? (
          <p className="text-muted">You wrote this version: somebody else reviews it. You can comment.</p>
        ) : (
          <VerdictForm prompt={prompt} version={version} />
        )}
      </div>
      {asking ? <RequestDialog prompt={prompt} version={version} onClose={() => setAsking(false)} /> : null}
    </div>
  );
}
