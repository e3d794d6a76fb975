import { useState } from 'react';
import { CodeArea } from './code-area.tsx';
import { type DiffRow, rowsOfText } from './diff-rows.ts';
import { Diff } from './diff.tsx';
import { TextArea } from './text-area.tsx';

const same = (text: string): { kind: 'same'; text: string } => ({ kind: 'same', text });
const rows: DiffRow[] = [
  ...rowsOfText(['You are the refund clerk.', ...Array.from({ length: 8 }, (_, at) => `Rule ${at + 1}.`)].join('\n')),
  {
    left: { line: 10, parts: [same('Be '), { kind: 'removed', text: 'kind' }, same('.')] },
    right: { line: 10, parts: [same('Be '), { kind: 'added', text: 'exact' }, same('.')] },
  },
  { left: null, right: { line: 11, parts: [{ kind: 'added', text: 'unbreakable'.repeat(30) }] } },
];

/** The parts of the kit in which one writes and compares. */
export function SpecimenWriting() {
  const [text, setText] = useState('You answer {{ customer }}.\nBe {{ tone }}.\n');
  return (
    <>
      <section className="flex flex-col gap-2">
        <h2 className="label">Text with lines: marked, to be read, empty</h2>
        <CodeArea
          label="Text"
          value={text}
          onChange={setText}
          marks={[
            { line: 2, severity: 'error', sentence: '"tone" is used and not declared in variables.' },
            { line: 1, severity: 'warning', sentence: 'unbreakable'.repeat(30) },
          ]}
        />
        <CodeArea label="To be read" value={'unbreakable'.repeat(30)} />
        <CodeArea label="Empty" value="" onChange={() => undefined} placeholder='{ "temperature": 0.2 }' rows={2} />
        <TextArea label="What changes, and why" hint="Reviewers read this" />
      </section>
      <section className="flex flex-col gap-2">
        <h2 className="label">Comparison: side by side, one above the other, nothing changed</h2>
        <Diff label="Beside" rows={rows} narrow={false} />
        <Diff label="Stacked" rows={rows} narrow onLine={() => undefined} />
        <Diff label="Nothing changed" rows={rowsOfText('One line.')} narrow />
      </section>
    </>
  );
}
