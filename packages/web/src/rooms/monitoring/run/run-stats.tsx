import type { Run } from 'signalbox/contract/monitoring';
import { duration } from '../../../format/duration.ts';
import { count, plural, usd } from '../../../format/number.ts';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Stat, Stats } from '../../../ui/stat.tsx';
import { whyNoDuration } from '../model/mark-notes.ts';
import { isGoing } from '../model/state-note.ts';

/** The key figures of a run, each with where it comes from. */
export function RunStats({ run }: { run: Run }) {
  const { input, output, cacheRead, reasoning } = run.tokens;
  const running = run.durationMs === null && isGoing(run);
  return (
    <Stats>
      <Stat
        label="Duration"
        value={run.durationMs === null ? null : duration(run.durationMs)}
        reason={running ? 'still running' : whyNoDuration(run.marks)}
        note="start to end of the top step"
      />
      <Stat
        label="Steps"
        value={count(run.steps)}
        note={`${plural(run.invocations, 'invocation')}, ${plural(run.toolCalls, 'tool call')}`}
      />
      <Stat
        label="Model calls"
        value={count(run.modelCalls)}
        note={run.models.length === 0 ? 'no model named' : <SafeLine text={run.models.join(', ')} max={200} />}
      />
      <Stat
        label="Tokens in"
        value={input === null ? null : count(input)}
        reason="not reported"
        note={cacheRead === null ? 'cache reads unknown' : `${count(cacheRead)} from cache`}
      />
      <Stat
        label="Tokens out"
        value={output === null ? null : count(output)}
        reason="not reported"
        note={reasoning === null ? 'reasoning unknown' : `${count(reasoning)} reasoning`}
      />
      <Stat
        label="Cost, USD"
        value={run.costUsd === null ? null : usd(run.costUsd)}
        reason="not reported by the client"
        note={costNote(run)}
      />
      <Stat
        label="Errors"
        value={count(run.errors)}
        tone={run.errors > 0 ? 'danger' : 'ink'}
        note="deepest failing steps"
      />
    </Stats>
  );
}

/** On a phone, the same in one line: the steps are to be seen without scrolling. */
export function RunFigures({ run }: { run: Run }) {
  const { input, output } = run.tokens;
  const figures = [
    run.durationMs === null ? 'Duration unknown' : duration(run.durationMs),
    `${count(input)} tokens in, ${count(output)} out`,
    run.costUsd === null ? 'cost unknown' : `${usd(run.costUsd)} USD`,
    run.errors === 0 ? 'no errors' : plural(run.errors, 'error'),
  ];
  return <p className="px-3 pb-2 text-meta tabular-nums text-muted desk:hidden">{figures.join(' · ')}</p>;
}

/** Where a known cost comes from, and of how many calls it is not known. */
function costNote({ costUsd, costComputedUsd, costUnknownCalls }: Run): string {
  const from =
    costComputedUsd === null
      ? 'as reported by the client'
      : costComputedUsd === costUsd
        ? 'computed from prices'
        : 'in part computed from prices';
  return costUnknownCalls === 0 ? from : `${from}, ${plural(costUnknownCalls, 'call')} unknown`;
}
