import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ListedPrompt } from 'signalbox/contract/prompts';
import type { ReactNode } from 'react';
import { By } from '../../../app/by.tsx';
import { count } from '../../../format/number.ts';
import { buttonLook } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { FoldedText } from '../../../ui/fold.tsx';
import { Inspector } from '../../../ui/inspector.tsx';
import { SafeLine, SafeText } from '../../../ui/safe-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Time } from '../../../ui/zone.tsx';
import { isMessage } from '../model/editing.ts';
import { promptQuery, versionQuery } from '../queries.ts';
import { LabelChips } from './label-chips.tsx';
import { ReviewMark } from './review-mark.tsx';

/** A prompt beside the list: the newest version's text, who wrote it and why. */
export function PromptPeek({
  id,
  listed,
  onClose,
}: {
  id: string;
  listed: ListedPrompt | undefined;
  onClose: () => void;
}) {
  const query = useQuery(promptQuery(id));
  const prompt = query.data ?? listed;
  const latest = prompt?.latest ?? null;
  const version = useQuery({ ...versionQuery(id, latest ?? 0), enabled: latest !== null });
  return (
    <Inspector label="Prompt" title={prompt ? <SafeLine text={prompt.name} max={120} /> : 'Prompt'} onClose={onClose}>
      {prompt === undefined ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton rows={8} label="Loading prompt" />
        )
      ) : (
        <div className="flex flex-col gap-3 py-3">
          <div className="flex items-center justify-between gap-3 px-4">
            {listed === undefined ? <span /> : <ReviewMark state={listed.review} />}
            <Link to="/prompts/$promptId" params={{ promptId: id }} className={buttonLook('primary')}>
              Open prompt
            </Link>
          </div>
          {prompt.labels.length === 0 ? null : (
            <div className="flex flex-wrap px-4">
              <LabelChips labels={prompt.labels} latest={prompt.latest} />
            </div>
          )}
          {latest === null ? (
            <p className="px-4 text-muted">No version is saved yet.</p>
          ) : version.error ? (
            <ErrorState error={version.error} onRetry={() => void version.refetch()} />
          ) : version.data === undefined ? (
            <Skeleton rows={6} label="Loading version" />
          ) : (
            <>
              <p className="px-4 text-muted [overflow-wrap:anywhere]">
                Version {latest} by <By id={version.data.authorId} name={version.data.authorName} />,{' '}
                <Time at={version.data.createdAt} />, about {count(version.data.estimatedTokens)} tokens
                {version.data.message === '' ? '.' : ': '}
                <SafeText text={version.data.message} />
              </p>
              {typeof version.data.content.body === 'string' ? (
                <Part title="Text">
                  <FoldedText mono text={version.data.content.body} />
                </Part>
              ) : (
                version.data.content.body.map((one, at) => (
                  <Part key={at} title={isMessage(one) ? one.role : 'Messages given later'}>
                    <FoldedText mono text={isMessage(one) ? one.content : one.placeholder} />
                  </Part>
                ))
              )}
            </>
          )}
        </div>
      )}
    </Inspector>
  );
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="border-t border-line px-4 pt-2">
    <h3 className="label mb-1">{title}</h3>
    {children}
  </section>
);
