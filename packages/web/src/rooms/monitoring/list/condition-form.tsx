import type { Condition } from 'signalbox/contract/monitoring';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { conditionOf, labels } from '../model/conditions.ts';

/** What the two fields are called, by kind of condition. */
const fields: Partial<Record<Condition['by'], readonly [string, string]>> = {
  attribute: ['Key', 'Value, if any'],
  prompt: ['Name', 'Version, if any'],
  score: ['Name', 'At most'],
  release: ['Release', ''],
  service: ['Service', ''],
  mark: ['Mark', ''],
};
const range = ['At least', 'At most'] as const;
const kinds: Condition['by'][] = [
  ...(['attribute', 'durationMs', 'costUsd', 'inputTokens', 'outputTokens', 'errors', 'steps'] as const),
  ...(['modelCalls', 'toolCalls', 'prompt', 'score', 'release', 'service', 'mark'] as const),
];
const look = 'h-11 min-w-0 flex-1 rounded-control border border-edge bg-panel px-2 desk:h-7';

/** One more condition, of a kind that has no short list of values. */
export function ConditionForm({ onAdd }: { onAdd: (condition: Condition) => void }) {
  const [by, setBy] = useState<Condition['by']>('attribute');
  const [[one, two], setText] = useState<readonly [string, string]>(['', '']);
  const [first, second] = fields[by] ?? range;
  const condition = conditionOf(by, one, two);
  return (
    <form
      className="flex flex-col gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (condition === null) return;
        onAdd(condition);
        setText(['', '']);
      }}
    >
      <Select
        label="Condition"
        plain
        value={by}
        choices={kinds.map((kind) => ({ value: kind, label: labels[kind] }))}
        onChange={(next) => setBy(next as Condition['by'])}
      />
      <div className="flex gap-1.5">
        <input
          aria-label={first}
          placeholder={first}
          maxLength={400}
          value={one}
          onChange={(event) => setText([event.target.value, two])}
          className={look}
        />
        {second === '' ? null : (
          <input
            aria-label={second}
            placeholder={second}
            maxLength={400}
            value={two}
            onChange={(event) => setText([one, event.target.value])}
            className={look}
          />
        )}
      </div>
      <Button type="submit" disabled={condition === null}>
        Add condition
      </Button>
    </form>
  );
}
