import { useQuery } from '@tanstack/react-query';
import type { SavedVersion } from 'signalbox/contract/prompts';
import type { RunLane } from 'signalbox/contract/prompts/playground';
import { useState } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { Button } from '../../../ui/button.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { SaveDialog } from '../editor/save-dialog.tsx';
import { promptQuery } from '../queries.ts';

/** Which version and model a lane asked; as it was asked it can become a version. */
export function LaneHead({ at, lane }: { at: number; lane: RunLane }) {
  const [saving, setSaving] = useState(false);
  const [made, setMade] = useState<SavedVersion | null>(null);
  const me = useQuery(meQuery);
  const prompt = useQuery({ ...promptQuery(lane.promptId ?? ''), enabled: lane.promptId !== null });
  const may = prompt.data !== undefined && mayIn(me.data, 'prompt.write', prompt.data.teamId);
  return (
    <div className="min-w-0">
      <p className="truncate font-medium">
        {at + 1}: <SafeLine text={lane.model} max={120} />
      </p>
      <p className="truncate text-meta text-muted">
        <SafeLine text={lane.promptName ?? 'A content of its own'} max={120} />
        {lane.number === null ? ', draft' : `, version ${lane.number}`} at{' '}
        <SafeLine text={lane.providerName} max={80} />
      </p>
      {made !== null ? (
        <p role="status" className="text-meta">
          {made.saved ? `Saved as version ${made.version.number}` : `It is version ${made.version.number} already`}
        </p>
      ) : may ? (
        <Button className="mt-1" aria-label={`Save as version, lane ${at + 1}`} onClick={() => setSaving(true)}>
          Save as version
        </Button>
      ) : null}
      {saving && prompt.data !== undefined ? (
        <SaveDialog
          prompt={prompt.data}
          content={lane.content}
          base={prompt.data.latest}
          onSaved={(saved) => {
            setMade(saved);
            setSaving(false);
          }}
          onClose={() => setSaving(false)}
        />
      ) : null}
    </div>
  );
}
