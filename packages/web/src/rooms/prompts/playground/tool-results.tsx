import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { GiveToolResults, PlaygroundCell } from 'signalbox/contract/prompts/playground';
import { useState } from 'react';
import { change } from '../../../app/api.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { TextArea } from '../../../ui/text-area.tsx';

/** No tool is called here: who tries says what each would have answered, and the model goes on. */
export function ToolResults({ cell, runId }: { cell: PlaygroundCell; runId: string }) {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [given, setGiven] = useState<Record<string, string>>({});
  const send = useMutation({
    mutationFn: () => {
      const results = cell.toolCalls.map(({ id }) => ({ callId: id, content: given[id] ?? '' }));
      const body: GiveToolResults = { lane: cell.lane, row: cell.row, results };
      return change(`/playground/runs/${runId}/tool-results`, body);
    },
    onSuccess: async () => {
      setOpen(false);
      await client.invalidateQueries({ queryKey: ['playground', 'cells', runId] });
    },
  });
  if (!open)
    return (
      <Button className="self-start" onClick={() => setOpen(true)}>
        Give results and go on
      </Button>
    );
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      {cell.toolCalls.map(({ id, name }) => (
        <TextArea
          key={id}
          label={`${name} answers`}
          rows={2}
          value={given[id] ?? ''}
          maxLength={100_000}
          onChange={(event) => setGiven({ ...given, [id]: event.target.value })}
        />
      ))}
      <Refusal error={send.error} />
      <Button type="submit" className="self-start" disabled={send.isPending}>
        Go on
      </Button>
    </form>
  );
}
