import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { base } from '../../../app/base.ts';
import { useAdvanced } from '../../../app/live.ts';
import { Button } from '../../../ui/button.tsx';
import { troubleOf } from '../../../ui/error-state.tsx';
import type { Question } from './model/question.ts';
import { answerQuery } from './queries.ts';
import { useMarkers } from './use-markers.ts';
import { WidgetBody } from './widget-body.tsx';

type Props = {
  question: Question;
  label: string;
  height: number;
  agentId?: string;
  /** The heading above it, which no chart repeats. */
  under?: string;
};

/** A question with its answer; goes on with the facts where its time does. What cannot be answered says why, in its place. */
export function Asked({ question, label, height, agentId, under }: Props) {
  const found = useQuery(answerQuery(question));
  const { team, env, to } = question.scope;
  const timed = question.kind === 'line' && (found.data?.points.length ?? 0) > 1;
  const agent = agentId ?? agentIn(question).agent;
  const markers = useMarkers(timed ? found.data : undefined, { team, env, agent });
  const navigate = useNavigate();
  useAdvanced(() => found.refetch(), 15_000, found.isSuccess && to === undefined);
  const pick = (from: number, until: number): void =>
    void navigate({
      to: '/runs',
      search: (s) => ({
        ...s,
        ...{ from: new Date(from).toISOString(), to: new Date(until).toISOString(), range: undefined },
        ...agentIn(question),
      }),
    });
  if (found.data !== undefined)
    return (
      <div className="h-full min-h-0">
        {found.isError ? (
          <p className="text-label text-muted">Not brought up to date: {troubleOf(found.error).title}</p>
        ) : null}
        <WidgetBody
          kind={question.kind}
          answer={found.data}
          {...{ label, under, markers, height }}
          onPick={pick}
          onMark={(path) => void navigate({ href: `${base}${path}` })}
        />
      </div>
    );
  if (!found.isError) return <p role="status" aria-label={`Loading ${label}`} className="late h-full bg-sunk" />;
  const { title, message } = troubleOf(found.error);
  return (
    <div role="alert" className="flex flex-col items-start gap-2">
      <p className="text-danger [overflow-wrap:anywhere]">
        {title}. <span className="text-muted">{message}</span>
      </p>
      <Button onClick={() => void found.refetch()}>Try again</Button>
    </div>
  );
}

/** The one agent that a chart is of, so that its runs can be shown. */
function agentIn({ query }: Question): { agent?: string } {
  const of = query.filters.find(
    ({ dimension, op, values }) => dimension === 'agent' && op === 'is' && values.length === 1,
  );
  return of === undefined ? {} : { agent: of.values[0]! };
}
