import type { ValueChange, VersionDiff } from 'signalbox/contract/prompts';
import { Diff } from '../../../ui/diff.tsx';
import { changesOf } from '../../../ui/diff-rows.ts';
import { FoldedText } from '../../../ui/fold.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';

/** Texts beside each other, then what changed of variables, settings and output schema. */
export function Comparison({ diff, narrow }: { diff: VersionDiff; narrow: boolean }) {
  const bodies = diff.bodies.filter(({ rows, leftRole, rightRole }) => {
    const { added, removed } = changesOf(rows);
    return added + removed > 0 || leftRole !== rightRole;
  });
  if (bodies.length === 0 && diff.values.length === 0) return <p className="text-muted">Nothing differs.</p>;
  return (
    <div className="flex flex-col gap-3">
      {bodies.map((one, at) => (
        <section key={at} className="min-w-0">
          <BodyHead body={one} />
          <Diff label={headOf(one)} rows={one.rows} narrow={narrow} />
        </section>
      ))}
      {bodies.length === 0 ? <p className="text-muted">The text is the same.</p> : null}
      {diff.values.length === 0 ? null : <Values changes={diff.values} narrow={narrow} />}
    </div>
  );
}

type Body = VersionDiff['bodies'][number];
/** "Text", "Message 2, user", "Message 2, user → system". */
function headOf({ message, leftRole, rightRole }: Body): string {
  if (message === null) return 'Text';
  const role = leftRole === rightRole ? leftRole : [leftRole, rightRole].filter((one) => one !== null).join(' → ');
  const gone = rightRole === null ? ', removed' : leftRole === null ? ', added' : '';
  return `Message ${message + 1}, ${role}${gone}`;
}

export function BodyHead({ body }: { body: Body }) {
  const { added, removed } = changesOf(body.rows);
  return (
    <h3 className="flex flex-wrap items-baseline gap-x-3 pb-1 font-medium">
      <SafeLine text={headOf(body)} max={120} />
      <span className="text-meta font-normal text-muted tabular-nums">
        {added + removed === 0 ? 'unchanged' : `+${added} −${removed}`}
      </span>
    </h3>
  );
}

const shown = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2);

/** "temperature: 0.2 → 0.7", each with what it was and what it is. */
export function Values({ changes, narrow }: { changes: readonly ValueChange[]; narrow: boolean }) {
  return (
    <section>
      <h3 className="pb-1 font-medium">Variables, settings, output schema</h3>
      <ul aria-label="Changed values" className="border-t border-line">
        {changes.map(({ path, before, after }) => (
          <li
            key={path.join('\n')}
            className={`grid gap-x-4 gap-y-1 border-b border-line py-1.5 ${narrow ? '' : 'grid-cols-[minmax(0,280px)_minmax(0,1fr)_minmax(0,1fr)]'}`}
          >
            <span className="mono min-w-0 leading-5 [overflow-wrap:anywhere]">
              <SafeLine text={path.join('.')} max={300} />
            </span>
            <Value word={before === undefined ? 'was not there' : 'was'} text={shown(before)} />
            <Value word={after === undefined ? 'is gone' : 'is'} text={shown(after)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const Value = ({ word, text }: { word: string; text: string }) => (
  <div className="min-w-0">
    <span className="label">{word}</span>
    {text === '' ? null : <FoldedText mono text={text} lines={8} />}
  </div>
);
