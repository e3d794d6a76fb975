import type { Content } from 'signalbox/contract/prompts';
import { Diff } from '../../../ui/diff.tsx';
import { rowsOfText } from '../../../ui/diff-rows.ts';
import { FoldedText } from '../../../ui/fold.tsx';
import { isMessage } from '../model/editing.ts';

/** A content to be read. */
export function Contents({ content }: { content: Content }) {
  const { body, variables, settings, outputSchema } = content;
  const rest = Object.entries({ variables, settings, outputSchema }).filter(([, value]) => value !== null);
  return (
    <div className="flex flex-col gap-3">
      {typeof body === 'string' ? (
        <Diff label="Text" rows={rowsOfText(body)} narrow />
      ) : (
        body.map((message, at) => (
          <section key={at}>
            <h3 className="pb-1 font-medium">
              Message {at + 1}, {isMessage(message) ? message.role : 'given later'}
            </h3>
            {isMessage(message) ? (
              <Diff label={`Message ${at + 1}`} rows={rowsOfText(message.content)} narrow />
            ) : (
              <p className="mono text-muted">{message.placeholder}</p>
            )}
          </section>
        ))
      )}
      {rest.map(([name, value]) => (
        <section key={name}>
          <h3 className="pb-1 font-medium">{names[name]}</h3>
          <FoldedText mono text={JSON.stringify(value, null, 2)} />
        </section>
      ))}
    </div>
  );
}

const names: Record<string, string> = { variables: 'Variables', settings: 'Settings', outputSchema: 'Output schema' };
