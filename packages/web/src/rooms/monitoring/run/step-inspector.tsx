import { Tabs } from '@base-ui/react/tabs';
import { useQuery } from '@tanstack/react-query';
import type { Score, Step, StepDetail } from 'signalbox/contract/monitoring';
import type { ReactNode } from 'react';
import { count } from '../../../format/number.ts';
import { CopyAs } from '../../../ui/copy-as.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Inspector } from '../../../ui/inspector.tsx';
import { KindGlyph } from '../../../ui/kind-glyph.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { stepQuery } from '../queries.ts';
import { ScoreFacts } from './score-facts.tsx';
import { Attributes, Events, Logs } from './step-attributes.tsx';
import { StepFacts } from './step-facts.tsx';
import { StepMessages } from './step-messages.tsx';

type Props = {
  runId: string;
  spanId: string;
  step: Step | undefined;
  steps: readonly Step[];
  scores: readonly Score[];
  /** May one read what was said? Else the parts that hold text say that it is left out. */
  readable: boolean;
  onClose: () => void;
  onStep: (id: string) => void;
};

/** One step, whole: what was said in it, its facts, attributes, events, logs. */
export function StepInspector({ runId, spanId, step: known, steps, scores, readable, onClose, onStep }: Props) {
  const query = useQuery(stepQuery(runId, spanId));
  const step = query.data?.step ?? known;
  const title = step ? (
    <span className="flex items-center gap-2">
      <KindGlyph kind={step.kind} />
      <span className="truncate">
        <SafeLine text={step.name} max={160} />
      </span>
    </span>
  ) : (
    'Step'
  );
  return (
    <Inspector label="Step" title={title} onClose={onClose}>
      {step?.isError ? (
        <p className="border-b border-line px-4 py-2 text-danger [overflow-wrap:anywhere]">
          {step.errorType === null ? null : (
            <span className="font-medium">
              <SafeLine text={step.errorType} max={200} />{' '}
            </span>
          )}
          <SafeLine
            text={step.errorMessage ?? (readable ? 'No message was reported' : 'Its message is left out')}
            max={2000}
          />
        </p>
      ) : null}
      {step ? <StepFacts step={step} steps={steps} onStep={onStep} /> : null}
      <ScoreFacts scores={scores} />
      {query.data ? (
        <Detail detail={query.data} readable={readable} />
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton rows={6} label="Loading step" />
      )}
    </Inspector>
  );
}

function Detail({ detail, readable }: { detail: StepDetail; readable: boolean }) {
  const tabs: [name: string, n: number, content: ReactNode][] = [
    ['Messages', detail.messages.length, <StepMessages key="m" messages={detail.messages} />],
    ['Attributes', Object.keys(detail.attributes).length, <Attributes key="a" of={detail.attributes} />],
    ['Resource', Object.keys(detail.resource).length, <Attributes key="r" of={detail.resource} />],
    ['Events', detail.events.length + detail.links.length, <Events key="e" detail={detail} />],
    ['Logs', detail.logs.length, <Logs key="l" logs={detail.logs} />],
  ];
  return (
    <Tabs.Root defaultValue={detail.messages.length > 0 ? 'Messages' : 'Attributes'} className="mt-2">
      <Tabs.List className="sticky top-0 z-10 flex h-11 items-center gap-3 overflow-x-auto border-b border-line bg-panel px-4 desk:h-9">
        {tabs.map(([name, n]) => (
          <Tabs.Tab
            key={name}
            value={name}
            className="h-full shrink-0 border-b-2 border-transparent text-muted hover:text-ink data-active:border-accent data-active:text-ink"
          >
            {name} <span className="text-meta tabular-nums text-muted">{n === 0 ? '' : count(n)}</span>
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(([name, n, content]) => (
        <Tabs.Panel key={name} value={name} tabIndex={-1}>
          {n === 0 ? <p className="px-4 py-4 text-muted">{readable ? none[name] : withheld}</p> : content}
        </Tabs.Panel>
      ))}
      <div className="flex items-center justify-between gap-3 px-4 py-3">
        <span className="truncate text-meta text-muted">
          Read as <SafeLine text={detail.dialect} max={60} />
          {detail.scope === '' ? '' : ' from '}
          <SafeLine text={detail.scope} max={80} />
        </span>
        <CopyAs forms={{ JSON: () => JSON.stringify(detail, null, 2) }} />
      </div>
    </Tabs.Root>
  );
}

const withheld = 'You may not read what was said in this run: it is left out here.';
const none: Record<string, string> = {
  Messages: 'No messages were captured in this step.',
  Attributes: 'No attributes but those read into the fields above.',
  Resource: 'No resource attributes.',
  Events: 'No events and no links.',
  Logs: 'No logs name this step.',
};
