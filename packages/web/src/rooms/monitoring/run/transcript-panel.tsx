import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Run, RunPage } from 'signalbox/contract/monitoring';
import { useAdvanced } from '../../../app/live.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Transcript } from '../../../ui/transcript.tsx';
import { isTimeRecorded } from '../model/mark-notes.ts';
import { pairTools } from '../model/tool-pairs.ts';
import { transcriptQuery } from '../queries.ts';
import { WhomToAsk } from './withheld.tsx';

/** What was said in the run; followed while it runs. */
export function TranscriptPanel({
  run,
  may,
  selected,
  onStep,
}: {
  run: Run;
  may: RunPage['may'];
  selected: string | null;
  onStep: (spanId: string) => void;
}) {
  const transcript = useQuery({ ...transcriptQuery(run.id), enabled: may.readContent });
  const { turns, results } = useMemo(() => pairTools(transcript.data?.turns ?? []), [transcript.data]);
  useAdvanced(() => transcript.refetch(), 3000, run.state === 'running' && transcript.isSuccess);
  if (!may.readContent) {
    return (
      <EmptyState title="You may not read what was said here">
        <p>
          <WhomToAsk teamId={run.teamId} /> Reading is recorded in the ledger.
        </p>
      </EmptyState>
    );
  }
  if (transcript.data === undefined) {
    return transcript.error ? (
      <ErrorState error={transcript.error} onRetry={() => void transcript.refetch()} />
    ) : (
      <Skeleton rows={8} height={96} label="Loading transcript" />
    );
  }
  if (transcript.data.turns.length === 0) {
    return (
      <EmptyState title="No messages to show">
        <p>
          The steps came without content, or their key is set to drop it. Most instrumentations send content only when
          told to, for example:
        </p>
        <p className="mono text-ink">OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true</p>
      </EmptyState>
    );
  }
  return (
    <Transcript
      turns={turns}
      results={results}
      truncated={transcript.data.truncated}
      selected={selected}
      timed={isTimeRecorded(run.marks)}
      onStep={onStep}
    />
  );
}
