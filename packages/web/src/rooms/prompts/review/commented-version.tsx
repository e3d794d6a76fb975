import { useQuery } from '@tanstack/react-query';
import type { PromptDetail, Version, VersionDiff } from 'signalbox/contract/prompts';
import { useState } from 'react';
import { Diff } from '../../../ui/diff.tsx';
import { rowsOfText } from '../../../ui/diff-rows.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { usePhone } from '../../../ui/measure.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { isMessage } from '../model/editing.ts';
import { diffQuery } from '../queries.ts';
import { BodyHead, Values } from '../versions/comparison.tsx';
import { CommentForm } from './comment-form.tsx';
import { Comments } from './comments.tsx';
import { commentsAt, placed, placeOfBody } from './places.ts';

type Props = { prompt: PromptDetail; version: Version; mayComment: boolean };
type Place = { message: number | null; line: number };

/** What a version changes of the one before it, with what was said about its lines where they stand. */
export function CommentedVersion({ prompt, version, mayComment }: Props) {
  const before = prompt.versions.find((one) => one.number < version.number)?.number ?? null;
  const diff = useQuery({ ...diffQuery(prompt.id, before ?? 0, version.number), enabled: before !== null });
  const [open, setOpen] = useState<Place | null>(null);
  const phone = usePhone();
  if (diff.error) return <ErrorState error={diff.error} onRetry={() => void diff.refetch()} />;
  if (before !== null && diff.data === undefined) return <Skeleton rows={8} label="Comparing" />;
  const shown = diff.data ?? alone(version);
  return (
    <>
      <h2 className="text-section font-semibold">
        {before === null ? 'Version 1, all of it is new' : `Version ${version.number}, since version ${before}`}
      </h2>
      {shown.bodies.map((body, at) => {
        const message = placeOfBody(shown.bodies, at);
        const below = (line: number) => {
          const said = message === undefined ? [] : commentsAt(version.comments, message, line);
          const here = open !== null && open.message === message && open.line === line;
          if (said.length === 0 && !here) return null;
          return (
            <div className="flex flex-col gap-2 p-2">
              <Comments comments={said} />
              {here ? (
                <CommentForm
                  promptId={prompt.id}
                  number={version.number}
                  place={{ message: open.message, fromLine: line, toLine: line }}
                  onDone={() => setOpen(null)}
                />
              ) : null}
            </div>
          );
        };
        return (
          <section key={at}>
            <BodyHead body={body} />
            <Diff
              label={`Changes ${at + 1}`}
              rows={body.rows}
              narrow={phone || before === null}
              below={below}
              onLine={mayComment && message !== undefined ? (line) => setOpen({ message, line }) : undefined}
            />
          </section>
        );
      })}
      {shown.values.length === 0 ? null : <Values changes={shown.values} narrow={phone} />}
      <section className="flex flex-col gap-2">
        <h3 className="font-medium">About the whole version</h3>
        <Comments comments={version.comments.filter((one) => !placed(one))} />
        {mayComment ? (
          <CommentForm promptId={prompt.id} number={version.number} place={null} onDone={() => undefined} />
        ) : null}
      </section>
    </>
  );
}

/** The first version has nothing before it: all of it stands there, marked as nothing. */
function alone({ number, content: { body } }: Version): VersionDiff {
  const one = (message: number | null, role: string | null, text: string) => ({
    ...{ message, leftRole: role, rightRole: role },
    rows: rowsOfText(text),
  });
  const bodies =
    typeof body === 'string'
      ? [one(null, null, body)]
      : body.map((message, at) =>
          isMessage(message) ? one(at, message.role, message.content) : one(at, 'given later', message.placeholder),
        );
  return { from: number, to: number, bodies, values: [] };
}
