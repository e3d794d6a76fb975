import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { PromptDetail } from 'signalbox/contract/prompts';
import { Bench } from './bench.tsx';

const route = getRouteApi('/shell/prompts/$promptId');

/** The playground for versions of one prompt. */
export function PlaygroundTab({ prompt }: { prompt: PromptDetail }) {
  const { run } = route.useSearch();
  const navigate = useNavigate({ from: '/prompts/$promptId' });
  if (prompt.latest === null && prompt.draft === null)
    return <p className="p-4 text-muted">Write something under Content first: it can be tried before it is saved.</p>;
  return (
    <Bench
      teamId={prompt.teamId}
      promptId={prompt.id}
      prompts={[prompt]}
      runId={run}
      onRun={(id) => void navigate({ search: (s) => ({ ...s, run: id }), replace: true })}
    />
  );
}
