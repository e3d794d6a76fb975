import { useMutation } from '@tanstack/react-query';
import type { Run, RunExport } from 'signalbox/contract/monitoring';
import { read } from '../../../app/api.ts';
import { saveFile } from '../../../app/save-file.ts';
import { plural } from '../../../format/number.ts';
import { ConfirmVerb } from '../../../ui/confirm-verb.tsx';
import { Modal } from '../../../ui/modal.tsx';

/** A run as a file, with what was said in it: that it leaves the house is said before, and recorded. */
export function ExportDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const file = `run-${run.id}.json`;
  const take = useMutation({
    mutationFn: () => read<RunExport>(`/runs/${encodeURIComponent(run.id)}/export`),
    onSuccess: (made) => saveFile(file, JSON.stringify(made, null, 2)),
  });
  if (take.data)
    return (
      <Modal title="The file is made" onClose={onClose}>
        <p className="[overflow-wrap:anywhere]">
          <span className="mono">{file}</span> holds {plural(take.data.steps.length, 'step')} and{' '}
          {plural(take.data.turns.length, 'message')}.
          {take.data.truncated ? ' More was sent than one file holds: the rest is not in it.' : ''}
        </p>
      </Modal>
    );
  return (
    <ConfirmVerb
      title="Export this run"
      verb="Export"
      busy={take.isPending}
      error={take.error}
      onConfirm={() => take.mutate()}
      onClose={onClose}
    >
      <p>
        One JSON file with {plural(run.steps, 'step')} and all that was said in them, as far as it is kept: perhaps
        personal data. From then on it is in your care.
      </p>
      <p>The ledger records that you took it.</p>
    </ConfirmVerb>
  );
}
