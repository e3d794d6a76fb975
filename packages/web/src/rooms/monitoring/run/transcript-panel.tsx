import { useQuery } from '@tanstack/react-query';
import type { Run } from 'signalbox/contract/monitoring';
import { useAdvanced } from '../../../app/live.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Transcript } from '../../../ui/transcript.tsx';
import { transcriptQuery } from '../queries.ts';

/** What was said in the run; followed while it runs. */
export function TranscriptPanel({
  run,
  selected,
  onStep,
}: {
  run: Run;
  selected: string | null;
  onStep: (spanId: string) => void;
}) {
  const transcript = useQuery(transcriptQuery(run.id));
  useAdvanced(() => transcript.refetch(), 3000, run.state === 'running' && transcript.isSuccess);
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
          Either the steps came without content, or you may not read it (ask a workspace admin). Most instrumentations
          send content only when told to, for example:
        </p>
        <p className="mono text-ink">OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true</p>
      </EmptyState>
    );
  }
  return (
    <Transcript
      turns={transcript.data.turns}
      truncated={transcript.data.truncated}
      selected={selected}
      onStep={onStep}
    />
  );
}
