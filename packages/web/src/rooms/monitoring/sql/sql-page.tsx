import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { Problem } from '../../../app/api.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeArea } from '../../../ui/code-area.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { examples } from './model/examples.ts';
import { refusalMark } from './model/answer.ts';
import { sqlQuery } from './queries.ts';
import { SqlAnswer } from './sql-answer.tsx';
import { SqlTables } from './sql-tables.tsx';

const route = getRouteApi('/shell/sql');

/** One SELECT of one's own. What was run stands in the address. */
export function SqlPage() {
  const { q = '' } = route.useSearch();
  const navigate = useNavigate();
  // Back and forward bring a statement with them: what was written over another is left.
  const [draft, setDraft] = useState({ over: q, text: q });
  const text = draft.over === q ? draft.text : q;
  const setText = (written: string): void => setDraft({ over: q, text: written });
  const answer = useQuery(sqlQuery(q));
  const run = (sql: string): void => {
    if (sql.trim() === '') return;
    if (sql === q) void answer.refetch();
    else void navigate({ to: '/sql', search: (s) => ({ ...s, q: sql }) });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    run(text);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
  };
  const mark = answer.error instanceof Problem && text === q ? refusalMark(answer.error, q) : null;
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto" tabIndex={0} role="region" aria-label="SQL">
      <header className="flex min-h-11 shrink-0 items-center border-b border-line px-3 desk:px-4">
        <h1 className="text-section font-semibold">SQL</h1>
      </header>
      <div className="grid gap-4 p-3 desk:grid-cols-[minmax(0,1fr)_260px] desk:p-4">
        <div className="flex min-w-0 flex-col gap-4">
          <form onSubmit={submit} onKeyDown={onKey} className="flex flex-col gap-2">
            <CodeArea
              label="Statement"
              value={text}
              onChange={setText}
              rows={6}
              placeholder="SELECT agent, count() FROM runs GROUP BY agent"
              marks={mark === null ? [] : [{ ...mark, severity: 'error' }]}
              end={<span className="text-muted">Ctrl+Enter</span>}
            />
            <Button
              type="submit"
              tone="primary"
              className="self-start"
              disabled={answer.isFetching || text.trim() === ''}
            >
              {answer.isFetching ? 'Running' : 'Run'}
            </Button>
          </form>
          {answer.isFetching && answer.data === undefined ? <Skeleton rows={4} label="Running" /> : null}
          {answer.error && mark === null && !answer.isFetching ? (
            <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
          ) : null}
          {answer.data === undefined || answer.error ? null : <SqlAnswer answer={answer.data} />}
          {q === '' ? <Examples onPick={run} /> : null}
        </div>
        <SqlTables />
      </div>
    </div>
  );
}

function Examples({ onPick }: { onPick: (sql: string) => void }) {
  return (
    <EmptyState title="Ask in SQL">
      <p>
        One SELECT over runs, steps, invocations, scores and metrics: joins, subqueries, WITH and window functions. You
        get rows that you may see, and nothing can be changed. Begin with one of these:
      </p>
      <ul className="flex w-full flex-col gap-2">
        {examples.map(({ title, sql }) => (
          <li key={title}>
            <Button onClick={() => onPick(sql)}>{title}</Button>
          </li>
        ))}
      </ul>
    </EmptyState>
  );
}
