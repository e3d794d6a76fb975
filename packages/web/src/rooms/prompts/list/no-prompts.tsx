import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from '../../../ui/button.tsx';
import { CopyBlock } from '../../../ui/copy-button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { anyPromptQuery } from '../queries.ts';

type Props = { filtered: boolean; onCreate: (() => void) | null; onImport: (() => void) | null };

/** An empty list: how the first prompt comes here, or how to see those there are. */
export function NoPrompts({ filtered, onCreate, onImport }: Props) {
  const any = useQuery({ ...anyPromptQuery, enabled: filtered });
  const navigate = useNavigate({ from: '/prompts' });
  if (filtered && any.isPending) return null;
  if (filtered && any.error && !any.data) return <ErrorState error={any.error} onRetry={() => void any.refetch()} />;
  if (filtered && (any.data?.items.length ?? 0) > 0)
    return (
      <EmptyState title="No prompt fits these filters">
        <p>There are prompts in other folders, or with other labels and tags.</p>
        <Button onClick={() => void navigate({ search: {} })}>Clear filters</Button>
      </EmptyState>
    );
  return (
    <EmptyState title="No prompts yet">
      <p>
        A prompt kept here has versions that never change, labels such as production that point at one of them, and
        reviews before a label moves. Agents ask for it by name; every run tells which version it used.
      </p>
      <div className="flex flex-wrap gap-2">
        {onCreate === null ? null : (
          <Button tone="primary" onClick={onCreate}>
            Create a prompt
          </Button>
        )}
        {onImport === null ? null : <Button onClick={onImport}>Import from Langfuse, LangSmith or files</Button>}
      </div>
      <p>Or from a folder of Markdown and YAML files, again as often as you like:</p>
      <CopyBlock text="signalbox prompts import ./prompts" label="Import by command line" />
    </EmptyState>
  );
}
