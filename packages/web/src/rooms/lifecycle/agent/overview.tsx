import { Link } from '@tanstack/react-router';
import type { AgentOverview, NameChange } from 'signalbox/contract/lifecycle';
import { neutralLine } from '../../../format/neutralise.ts';
import { count, plural, seconds, unknown, usd } from '../../../format/number.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { Part } from '../../../ui/part.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Sparkline } from '../../../ui/sparkline.tsx';
import { Stat, Stats } from '../../../ui/stat.tsx';
import { Time, useNow } from '../../../ui/zone.tsx';
import { CompletionCell } from '../list/completion-cell.tsx';
import { About } from '../registry/about.tsx';
import { AgentCharts } from './agent-charts.tsx';
import { RunsWhere } from './runs-where.tsx';
import { SplitTable } from './split-table.tsx';

type Props = {
  page: AgentOverview;
  mayChange: boolean;
  onUndo: (id: string) => void;
  onSplit: (sent: AgentOverview['names'][number]) => void;
  undoError: unknown;
  releaseName: (told: string) => string;
  onClaim: () => void;
};

/** How it does and why the lamp shows what it shows; what runs where and what people say of it; then by release and environment, neighbours, names. */
export function Overview(props: Props) {
  const { page } = props;
  const { agent } = page;
  return (
    <div className="flex flex-col gap-6 px-4 pb-12 pt-4">
      {agent.aspect.reasons.length === 0 ? null : (
        <ul className="flex flex-col gap-1" aria-label="Reasons">
          {agent.aspect.reasons.map((one) => (
            <li key={one.code}>
              {one.sentence}{' '}
              {one.link === null ? null : (
                <Link
                  to="/runs"
                  search={(s) => ({ ...s, agent: agent.key, ...outcomeOf(one.link!) })}
                  className="text-accent underline"
                >
                  Show these runs
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
      <Figures page={page} />
      {agent.figures === null ? null : <AgentCharts agent={agent} />}
      <p>
        <Link
          to="/failures"
          search={(s) => ({ team: s.team, env: s.env, range: s.range, from: s.from, to: s.to, agent: agent.key })}
          className="text-accent underline"
        >
          How it failed, grouped by what was said
        </Link>
      </p>
      {page.putAway === null ? (
        <>
          <RunsWhere agent={agent} />
          <About agent={agent} mayChange={props.mayChange} onClaim={props.onClaim} />
        </>
      ) : null}
      <SplitTable title="By release" of={page.byRelease} untold="No release told" name={props.releaseName} />
      <SplitTable title="By environment" of={page.byEnvironment} untold="No environment told" />
      <div className="grid gap-6 desk:grid-cols-2">
        <Neighbours title="Called by" of={page.callers} none="Nobody: it begins its runs itself." />
        <Neighbours title="Calls" of={page.callees} none="No other agent." />
      </div>
      <Names {...props} />
    </div>
  );
}

function Figures({ page: { agent, from, to } }: { page: AgentOverview }) {
  const { figures } = agent;
  if (figures === null)
    return (
      <p className="text-muted">
        No invocation from <Time at={from} full /> to <Time at={to} full />.{' '}
        {agent.lastAt === null ? (
          ''
        ) : (
          <>
            Last seen <Time at={agent.lastAt} full />.
          </>
        )}
      </p>
    );
  const n = `${plural(figures.invocations, 'invocation')}`;
  const unpriced =
    figures.uncostedCalls === 0 ? 'all calls priced' : `unknown of ${plural(figures.uncostedCalls, 'call')}`;
  const untold =
    figures.unknownTokenCalls === 0 ? 'own calls' : `unknown of ${plural(figures.unknownTokenCalls, 'call')}`;
  return (
    <div className="flex flex-col gap-3">
      <Stats>
        <Stat label="Completed" value={<CompletionCell figures={figures} />} note={n} />
        <Stat label="Failed" value={count(figures.outcomes.failed.count)} note={`of ${n}`} />
        <Stat label="Passed to a person" value={count(figures.outcomes.passedToPerson.count)} note={`of ${n}`} />
        <Stat
          label="Invocations"
          value={count(figures.invocations)}
          note={`${count(figures.topLevel)} began a run, ${count(figures.invocations - figures.topLevel)} nested`}
        />
        <Stat
          label="Duration p50 · p95, s"
          value={figures.p95Ms === null ? null : `${seconds(figures.p50Ms)} · ${seconds(figures.p95Ms)}`}
          reason="No end was told"
          note="of invocations"
        />
        <Stat
          label="Tokens in"
          value={figures.inputTokens === null ? null : count(figures.inputTokens)}
          reason="Not reported"
          note={untold}
        />
        <Stat
          label="Tokens out"
          value={figures.outputTokens === null ? null : count(figures.outputTokens)}
          reason="Not reported"
          note={untold}
        />
        <Stat
          label="Cost, USD"
          value={figures.costUsd === null ? null : usd(figures.costUsd)}
          reason={unpriced}
          note={unpriced}
        />
      </Stats>
      <div className="flex items-center gap-3 text-meta text-muted">
        <Sparkline values={figures.series.invocations} label={`${count(figures.invocations)} invocations over time`} />
        <span>
          first <Time at={figures.firstAt} />, last <Time at={figures.lastAt} />
        </span>
      </div>
    </div>
  );
}

const outcomeOf = (link: string): { outcome?: 'failed' | 'unknown' } => {
  const outcome = /outcome=(failed|unknown)/.exec(link)?.[1] as 'failed' | 'unknown' | undefined;
  return outcome === undefined ? {} : { outcome };
};

function Neighbours({ title, of, none }: { title: string; of: AgentOverview['callers']; none: string }) {
  return (
    <Part title={title}>
      {of.length === 0 ? (
        <p className="text-muted">{none}</p>
      ) : (
        <ul>
          {of.map((one) => (
            <li key={`${one.teamId} ${one.key}`} className="flex gap-3 border-t border-line py-1">
              <Link
                to="/agents/$agentId"
                params={{ agentId: one.slug ?? one.key }}
                search={(s) => s}
                className="inline-flex min-h-11 min-w-0 flex-1 items-center truncate text-accent hover:underline desk:min-h-0"
              >
                <SafeLine text={one.name} max={120} />
              </Link>
              <span className="num text-muted">{plural(one.invocations, 'invocation')}</span>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function Names({ page, mayChange, onUndo, onSplit, undoError }: Props) {
  const { agent, names, formerSlugs, changes } = page;
  return (
    <Part title="Names">
      <dl className="grid gap-x-4 gap-y-1 desk:grid-cols-[160px_1fr]">
        <dt className="flex min-h-7 items-center self-start text-muted">In telemetry</dt>
        <dd className="[overflow-wrap:anywhere]">
          {names.length === 0
            ? unknown
            : names.map((one) => (
                <span key={`${one.name} ${one.service}`} className="flex min-h-7 items-center gap-2">
                  <span>
                    <SafeLine text={one.name} max={120} />
                    {one.service === '' ? '' : <span className="text-muted"> from {one.service}</span>}
                  </span>
                  {mayChange && page.putAway === null ? (
                    <Button tone="quiet" onClick={() => onSplit(one)} aria-label={`Split off ${neutralLine(one.name)}`}>
                      Split off
                    </Button>
                  ) : null}
                </span>
              ))}
        </dd>
        <dt className="text-muted">Addresses</dt>
        <dd className="[overflow-wrap:anywhere]">
          {[agent.slug, ...formerSlugs.filter((s) => s !== agent.slug)].join(', ')}
        </dd>
        <dt className="text-muted">First seen</dt>
        <dd>{agent.firstSeenAt === null ? unknown : <Time at={agent.firstSeenAt} full />}</dd>
      </dl>
      <Refusal error={undoError} />
      {changes.length === 0 ? null : (
        <ul className="mt-2" aria-label="Changes of names">
          {changes.map((one) => (
            <ChangeRow key={one.id} change={one} mayChange={mayChange} onUndo={onUndo} />
          ))}
        </ul>
      )}
    </Part>
  );
}

function ChangeRow({
  change,
  mayChange,
  onUndo,
}: {
  change: NameChange;
  mayChange: boolean;
  onUndo: (id: string) => void;
}) {
  const now = useNow(60_000);
  const open = change.undoneAt === null && change.undoableUntil !== null && change.undoableUntil > now.toISOString();
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-3 border-t border-line py-1 desk:min-h-8">
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <SafeLine text={change.summary} max={300} />
        {change.undoneAt === null ? '' : <span className="text-muted"> · undone</span>}
      </span>
      <span className="text-muted">{change.madeAt === null ? '' : <Time at={change.madeAt} />}</span>
      {open && mayChange ? <Button onClick={() => onUndo(change.id!)}>Undo</Button> : null}
    </li>
  );
}
