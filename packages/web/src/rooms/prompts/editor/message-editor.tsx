import type { Message } from 'signalbox/contract/prompts';
import { Button } from '../../../ui/button.tsx';
import { CodeArea, type LineMark } from '../../../ui/code-area.tsx';
import { Field } from '../../../ui/field.tsx';
import { MoreMenu } from '../../../ui/more-menu.tsx';
import { Select } from '../../../ui/select.tsx';
import { isMessage } from '../model/editing.ts';

type Role = Extract<Message, { content: string }>['role'];
const roles: Record<Role, string> = {
  system: 'System',
  developer: 'Developer',
  user: 'User',
  assistant: 'Assistant',
  tool: 'Tool',
};

type Props = {
  at: number;
  of: number;
  message: Message;
  marks: readonly LineMark[];
  /** null = only to be read. */
  onChange: ((message: Message) => void) | null;
  onMove: (by: number) => void;
  onRemove: () => void;
};

/** One message: who speaks, and the text; or the place where messages of the conversation come. */
export function MessageEditor({ at, of, message, marks, onChange, onMove, onRemove }: Props) {
  const acts = {
    ...(at > 0 ? { 'Move up': () => onMove(-1) } : {}),
    ...(at < of - 1 ? { 'Move down': () => onMove(1) } : {}),
    ...(of > 1 ? { 'Remove message': onRemove } : {}),
  };
  const more =
    onChange === null || Object.keys(acts).length === 0 ? null : (
      <MoreMenu acts={acts} label={`More for message ${at + 1}`} />
    );
  if (!isMessage(message))
    return (
      <div className="flex items-end gap-2 rounded-control border border-dashed border-edge p-2">
        <div className="min-w-0 flex-1">
          <Field
            label="Messages given later, as"
            value={message.placeholder}
            readOnly={onChange === null}
            maxLength={100}
            onChange={(event) => onChange?.({ placeholder: event.target.value })}
            hint="Agents give the conversation so far under this name"
          />
        </div>
        {more ?? (onChange === null ? null : <Button onClick={onRemove}>Remove</Button>)}
      </div>
    );
  return (
    <CodeArea
      label={`${roles[message.role]}, message ${at + 1}`}
      value={message.content}
      rows={3}
      marks={marks}
      {...(onChange === null ? {} : { onChange: (content: string) => onChange({ ...message, content }) })}
      end={
        onChange === null ? null : (
          <>
            <Select
              plain
              label={`Role of message ${at + 1}`}
              value={message.role}
              choices={Object.entries(roles).map(([value, label]) => ({ value, label }))}
              onChange={(role) => onChange({ ...message, role: role as Role })}
            />
            {more}
          </>
        )
      }
    />
  );
}
