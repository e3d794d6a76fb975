import type { PlaygroundCell } from 'signalbox/contract/prompts/playground';
import { pretty } from '../../../format/json.ts';
import { count, seconds, unknown, usd } from '../../../format/number.ts';
import { FoldedText } from '../../../ui/fold.tsx';
import { SafeLine, SafeText } from '../../../ui/safe-text.tsx';
import { ToolResults } from './tool-results.tsx';

const waits = { waiting: 'Waits', running: 'Being asked…', cancelled: 'Cancelled' };
const finishes: Record<NonNullable<PlaygroundCell['finish']>, string> = {
  stop: '',
  length: 'cut at the limit of tokens',
  tool_calls: 'wants tools',
  filtered: 'stopped by the provider’s filter',
  other: 'ended for another reason',
};

/** One answer: text, tools it wants, whether its object fits, and what it took. */
export function CellView({ cell, runId }: { cell: PlaygroundCell | undefined; runId: string }) {
  if (cell === undefined || cell.state === 'waiting' || cell.state === 'running' || cell.state === 'cancelled')
    return (
      <p className="text-muted">
        {waits[cell?.state === 'done' ? 'waiting' : ((cell?.state ?? 'waiting') as 'waiting')]}
      </p>
    );
  if (cell.state === 'failed')
    return (
      <p className="text-danger [overflow-wrap:anywhere]">
        Failed: <SafeText text={cell.error?.message ?? 'no reason was told'} />
      </p>
    );
  const finish = cell.finish === null ? '' : finishes[cell.finish];
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {cell.refusal === null ? null : (
        <p className="text-caution">
          Refused: <SafeText text={cell.refusal} />
        </p>
      )}
      {cell.text === null || cell.text === '' ? null : <FoldedText text={cell.text} lines={12} />}
      {cell.isCut ? <p className="text-meta text-muted">Longer than is kept; this is its beginning.</p> : null}
      {cell.toolCalls.map((call) => (
        <div key={call.id} className="rounded-control border border-line">
          <p className="border-b border-line bg-sunk px-2 py-0.5">
            <span className="text-muted">calls</span> <SafeLine text={call.name} max={120} />
          </p>
          <div className="px-2 py-1">
            <FoldedText mono text={pretty(call.arguments)} lines={8} />
          </div>
        </div>
      ))}
      {cell.toolCalls.length > 0 ? <ToolResults cell={cell} runId={runId} /> : null}
      <SchemaNote cell={cell} />
      <p className="text-meta text-muted tabular-nums">
        {seconds(cell.ms)} s · {tokens(cell.tokens.input)} in, {tokens(cell.tokens.output)} out ·{' '}
        {cell.costUsd === null ? (
          <span title="No price or no tokens are known">cost {unknown}</span>
        ) : (
          `${usd(cell.costUsd)} USD`
        )}
        {finish === '' ? '' : ` · ${finish}`}
        {cell.attempts > 1 ? ` · asked ${cell.attempts} times` : ''}
      </p>
    </div>
  );
}

const tokens = (n: number | null): string => (n === null ? unknown : count(n));

function SchemaNote({ cell: { schema, schemaErrors } }: { cell: PlaygroundCell }) {
  if (schema === 'none') return null;
  if (schema === 'valid') return <p className="text-clear">✓ The object fits its schema</p>;
  return (
    <div className="text-danger">
      <p>✕ {schema === 'not_json' ? 'The answer is no JSON' : 'The object does not fit its schema'}</p>
      <ul>
        {schemaErrors.slice(0, 5).map((one, at) => (
          <li key={at} className="text-meta [overflow-wrap:anywhere]">
            {one.path === '' ? '' : <span className="mono">{one.path} </span>}
            <SafeText text={one.message} />
          </li>
        ))}
      </ul>
    </div>
  );
}
