import type { Content, Issue, Message } from 'signalbox/contract/prompts';
import { Button } from '../../../ui/button.tsx';
import { CodeArea } from '../../../ui/code-area.tsx';
import { isMessage, moved } from '../model/editing.ts';
import { marksAt } from '../model/issues.ts';
import { MessageEditor } from './message-editor.tsx';

type Props = { body: Content['body']; issues: readonly Issue[]; onChange: ((body: Content['body']) => void) | null };

/** The text, or the messages one below the other. */
export function BodyEditor({ body, issues, onChange }: Props) {
  if (typeof body === 'string')
    return (
      <CodeArea
        label="Text"
        value={body}
        rows={8}
        marks={marksAt(issues, 'body')}
        placeholder="You answer customers of {{ company }}. …"
        {...(onChange === null ? {} : { onChange })}
      />
    );
  const set = (next: Message[]): void => onChange?.(next);
  return (
    <div className="flex flex-col gap-3">
      {body.map((message, at) => (
        <MessageEditor
          key={at}
          at={at}
          of={body.length}
          message={message}
          marks={marksAt(issues, `body.${at}`)}
          onChange={onChange && ((next) => set(body.toSpliced(at, 1, next)))}
          onMove={(by) => set(moved(body, at, by))}
          onRemove={() => set(body.toSpliced(at, 1))}
        />
      ))}
      {onChange === null ? null : (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => set([...body, { role: after(body.at(-1)), content: '' }])}>Add message</Button>
          <Button tone="quiet" onClick={() => set([...body, { placeholder: 'history' }])}>
            Add place for messages given later
          </Button>
        </div>
      )}
    </div>
  );
}

/** Who probably speaks next. */
const after = (last: Message | undefined): 'user' | 'assistant' =>
  last !== undefined && isMessage(last) && last.role === 'user' ? 'assistant' : 'user';
