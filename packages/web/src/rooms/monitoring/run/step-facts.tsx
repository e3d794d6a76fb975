import type { Step } from 'signalbox/contract/monitoring';
import type { ReactNode } from 'react';
import { duration } from '../../../format/duration.ts';
import { shortId } from '../../../format/id.ts';
import { count } from '../../../format/number.ts';
import { CopyId } from '../../../ui/copy-button.tsx';
import { Definition, Definitions } from '../../../ui/definition.tsx';
import { kindNames } from '../../../ui/kind-glyph.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { markNote, whyNoDuration } from '../model/mark-notes.ts';
import { sameCallAs } from '../model/same-call.ts';
import { Started } from './started.tsx';

/** The fields of a step that Signalbox understands. */
export function StepFacts({
  step,
  steps,
  onStep,
}: {
  step: Step;
  steps: readonly Step[];
  onStep: (id: string) => void;
}) {
  const t = step.tokens;
  const known = t.input !== null || t.output !== null;
  const parts = (
    [
      ['cache read', t.cacheRead],
      ['cache write', t.cacheWrite],
      ['reasoning', t.reasoning],
    ] as const
  ).flatMap(([name, n]) => (n === null ? [] : [`${count(n)} ${name}`]));
  return (
    <Definitions>
      <Definition name="Kind">{kindNames[step.kind]}</Definition>
      <Definition name="Agent">
        <SafeLine text={step.agent} max={120} />
      </Definition>
      <Definition name="Started">
        <Started of={step} full />
      </Definition>
      <Definition name="Duration">
        {step.durationMs === null ? <Quiet>unknown: {whyNoDuration(step.marks)}</Quiet> : duration(step.durationMs)}
      </Definition>
      {step.model === null ? null : (
        <Definition name="Model">
          <SafeLine text={[step.model, step.provider].filter(Boolean).join(' · ')} max={160} />
        </Definition>
      )}
      {step.tool === null ? null : (
        <Definition name="Tool">
          <SafeLine text={step.tool} max={160} />
        </Definition>
      )}
      {known || step.kind === 'llm' ? (
        <Definition name="Tokens">
          {known ? `${count(t.input)} in, ${count(t.output)} out` : <Quiet>unknown: not reported</Quiet>}
          {parts.length > 0 ? <Quiet> · {parts.join(', ')}</Quiet> : null}
          {step.countsTokens || !known ? null : <NotCounted step={step} steps={steps} onStep={onStep} />}
        </Definition>
      ) : null}
      {step.finishReason === null ? null : (
        <Definition name="Finish reason">
          <SafeLine text={step.finishReason} max={80} />
        </Definition>
      )}
      {step.status === 'error' && !step.isError ? (
        <Definition name="Status">Error, passed on from a step below</Definition>
      ) : null}
      {step.offsetMs < 0 ? (
        <Definition name="Clock">Starts {duration(-step.offsetMs)} before the run: the clocks disagree</Definition>
      ) : null}
      {step.marks.map((mark) => (
        <Definition key={mark} name={<SafeLine text={mark.replaceAll('_', ' ')} max={60} />}>
          {markNote(mark)}
        </Definition>
      ))}
      <Definition name="Span">
        <CopyId id={step.spanId} label="span" />
      </Definition>
    </Definitions>
  );
}

function NotCounted({ step, steps, onStep }: { step: Step; steps: readonly Step[]; onStep: (id: string) => void }) {
  const other = sameCallAs(step, steps);
  if (other === null) return <Quiet> · not counted: repeats the total of the calls below</Quiet>;
  return (
    <Quiet>
      {' '}
      · not counted: same call as{' '}
      <button type="button" onClick={() => onStep(other)} className="mono text-accent hover:underline">
        {shortId(other)}
      </button>
    </Quiet>
  );
}

const Quiet = ({ children }: { children: ReactNode }) => <span className="text-muted">{children}</span>;
