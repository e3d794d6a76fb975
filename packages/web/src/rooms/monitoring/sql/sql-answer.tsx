import type { SqlResult } from 'signalbox/contract/monitoring/sql';
import { useState } from 'react';
import { saveFile } from '../../../app/save-file.ts';
import { plural } from '../../../format/number.ts';
import { Button } from '../../../ui/button.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { answerCsv, cellText, isNumeric } from './model/answer.ts';

/** Rows drawn at once: a thousand of forty columns hold a browser up. */
const screenful = 200;

export function SqlAnswer({ answer }: { answer: SqlResult }) {
  const { columns, rows, truncated, elapsedMs } = answer;
  const [shown, setShown] = useState(screenful);
  return (
    <section aria-label="Answer" className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <p className="mr-auto text-muted" role="status">
          {plural(rows.length, 'row')} in {elapsedMs} ms{truncated ? '; there are more: narrow the statement' : ''}
        </p>
        <Button onClick={() => saveFile('answer.csv', answerCsv(answer), 'text/csv')}>Export CSV</Button>
      </div>
      <div
        className="max-h-[70vh] min-w-0 overflow-auto rounded-control border border-line"
        tabIndex={0}
        role="region"
        aria-label="Rows"
      >
        <table className="w-full border-collapse">
          <thead className="sticky top-0 bg-ground">
            <tr>
              {columns.map(({ name, type }, at) => (
                <th
                  key={at}
                  scope="col"
                  title={type}
                  className={`label h-8 whitespace-nowrap border-b border-line px-3 ${isNumeric(type) ? 'text-right' : 'text-left'}`}
                >
                  <SafeLine text={name} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row, at) => (
              <tr key={at} className="border-b border-line last:border-b-0">
                {row.map((value, n) => (
                  <Cell key={n} value={value} numeric={isNumeric(columns[n]!.type)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shown ? (
        <Button className="self-start" onClick={() => setShown(shown + screenful)}>
          Show more rows
        </Button>
      ) : null}
    </section>
  );
}

function Cell({ value, numeric }: { value: unknown; numeric: boolean }) {
  const text = cellText(value);
  return (
    <td className={`h-8 max-w-[420px] truncate whitespace-nowrap px-3 ${numeric ? 'num text-right' : ''}`}>
      {text === null ? <span className="text-muted">—</span> : <SafeLine text={text} />}
    </td>
  );
}
