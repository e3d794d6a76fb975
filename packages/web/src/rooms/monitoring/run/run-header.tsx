import { Link } from '@tanstack/react-router';
import type { Run, RunLinks, Step } from 'signalbox/contract/monitoring';
import { type ReactNode, useState } from 'react';
import { neutralLine } from '../../../format/neutralise.ts';
import { CopyAs } from '../../../ui/copy-as.tsx';
import { CopyId } from '../../../ui/copy-button.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { MoreMenu } from '../../../ui/more-menu.tsx';
import { OutcomeMark } from '../../../ui/outcome-mark.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { stateNote } from '../model/state-note.ts';
import { ExportDialog } from './export-dialog.tsx';
import { OtherRuns } from './other-runs.tsx';
import { RunPrompts, RunRelease } from './run-parts.tsx';
import { Started } from './started.tsx';

type Props = { run: Run; links: RunLinks; steps: readonly Step[]; mayExport: boolean; onBack: () => void };

/** One line for the name, however long, one for the facts. Outcome · name · state · release · environment · ids · copy: always in this order. */
export function RunHeader({ run, links, steps, mayExport, onBack }: Props) {
  const [exporting, setExporting] = useState<'json' | 'otlp' | null>(null);
  const url = `${location.origin}/api/v1/runs/${run.id}`;
  return (
    <header className="flex flex-wrap items-start gap-x-1 px-1 py-2 desk:gap-x-3 desk:px-4">
      <Link
        to="/runs"
        aria-label="Back to the runs"
        title="Back to the runs (esc)"
        className="grid size-11 place-items-center rounded-control text-muted hover:bg-sunk hover:text-ink desk:size-7"
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          onBack();
        }}
      >
        <Icon name="left" />
      </Link>
      <div className="flex min-h-11 min-w-0 flex-1 items-center gap-2 desk:min-h-7 desk:gap-3">
        <OutcomeMark run={run} />
        <h1 className="min-w-0 max-w-full truncate text-title font-semibold" title={neutralLine(run.name)}>
          <SafeLine text={run.agent} max={160} />
        </h1>
      </div>
      <div className="order-last flex min-h-7 w-full min-w-0 flex-wrap items-center gap-x-4 px-2 desk:px-0 desk:pl-10">
        <Fact label="State">{stateNote(run)}</Fact>
        <Fact label="Release">
          <RunRelease run={run} of={links.release} />
        </Fact>
        <RunPrompts of={links.prompts} />
        <Fact label="Environment">{run.environment === null ? '—' : <SafeLine text={run.environment} max={60} />}</Fact>
        <Fact label="Started">
          <Started of={run} />
        </Fact>
        {run.conversation === null ? null : (
          <Fact label="Conversation">
            <CopyId id={run.conversation} label="conversation" />
            <Link
              to="/runs"
              search={{ conversation: run.conversation, range: 'all' }}
              className="ml-1 inline-flex items-center text-accent hover:underline max-desk:min-h-11"
            >
              its runs
            </Link>
          </Fact>
        )}
        {run.user === null ? null : (
          <Fact label="User">
            <CopyId id={run.user} label="user" />
          </Fact>
        )}
        <OtherRuns run={run} />
        <Fact label="Run" deskOnly>
          <CopyId id={run.id} label="run" />
        </Fact>
      </div>
      <div className="flex shrink-0 gap-1 max-desk:pr-1 desk:gap-1.5">
        <CopyAs
          forms={{
            JSON: () => JSON.stringify({ run, steps }, null, 2),
            curl: () => `curl -H "x-signalbox-key: $SIGNALBOX_KEY" '${url}'`,
            CLI: () => `signalbox run ${run.id} --url '${location.origin}'`,
            Link: () => location.href,
          }}
        />
        {mayExport ? (
          <MoreMenu
            acts={{
              'Export with content': () => setExporting('json'),
              'Download as OTLP': () => setExporting('otlp'),
            }}
          />
        ) : null}
      </div>
      {exporting === null ? null : <ExportDialog run={run} form={exporting} onClose={() => setExporting(null)} />}
    </header>
  );
}

function Fact({ label, children, deskOnly = false }: { label: string; children: ReactNode; deskOnly?: boolean }) {
  return (
    <span className={`inline-flex min-w-0 items-baseline gap-1.5 ${deskOnly ? 'max-desk:hidden' : ''}`}>
      <span className="label">{label}</span>
      <span className="min-w-0 truncate">{children}</span>
    </span>
  );
}
