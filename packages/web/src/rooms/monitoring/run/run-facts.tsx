import { Link } from '@tanstack/react-router';
import type { Run } from 'signalbox/contract/monitoring';
import { CopyId } from '../../../ui/copy-button.tsx';
import { Definition, Definitions } from '../../../ui/definition.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { markNote } from '../model/mark-notes.ts';
import { Started } from './started.tsx';

/** Everything else that is known about a run, as names and values. What is unknown is left out, but for what matters. */
export function RunFacts({ run }: { run: Run }) {
  const list = (values: readonly string[]): string => values.join(', ');
  return (
    <Definitions>
      <Definition name="Started">
        <Started of={run} full />
      </Definition>
      <Definition name="Release">
        {run.release === null ? <span className="text-muted">unknown</span> : <SafeLine text={run.release} />}
      </Definition>
      <Definition name="Environment">
        {run.environment === null ? <span className="text-muted">unknown</span> : <SafeLine text={run.environment} />}
      </Definition>
      <Definition name="Service">
        <SafeLine text={run.service} />
      </Definition>
      {run.agents.length > 1 ? (
        <Definition name="Agents">
          <SafeLine text={list(run.agents)} />
        </Definition>
      ) : null}
      {run.tools.length > 0 ? (
        <Definition name="Tools">
          <SafeLine text={list(run.tools)} />
        </Definition>
      ) : null}
      {run.promptName === null ? null : (
        <Definition name="Prompt">
          <SafeLine text={`${run.promptName} ${run.promptVersion ?? ''}`} />
        </Definition>
      )}
      {run.conversation === null ? null : (
        <Definition name="Conversation">
          <Filtered by="conversation" value={run.conversation} />
        </Definition>
      )}
      {run.user === null ? null : (
        <Definition name="User">
          <Filtered by="user" value={run.user} />
        </Definition>
      )}
      {run.tags.length > 0 ? (
        <Definition name="Tags">
          <SafeLine text={list(run.tags)} />
        </Definition>
      ) : null}
      <Definition name="Trace">
        <CopyId id={run.traceId} label="trace" />
      </Definition>
      {run.outcome.refused ? (
        <Definition name="Refusal">A refusal or a guardrail block is visible in the data</Definition>
      ) : null}
      {run.marks.map((mark) => (
        <Definition key={mark} name={<SafeLine text={mark.replaceAll('_', ' ')} max={60} />}>
          {markNote(mark)}
        </Definition>
      ))}
    </Definitions>
  );
}

/** A value that leads to the runs that share it. */
function Filtered({ by, value }: { by: 'conversation' | 'user'; value: string }) {
  return (
    <Link
      to="/runs"
      search={{ [by]: value, range: 'all' }}
      title={`All runs of this ${by}`}
      className="mono text-accent hover:underline"
    >
      <SafeLine text={value} max={120} />
    </Link>
  );
}
