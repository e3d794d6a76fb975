import { useMutation } from '@tanstack/react-query';
import type { Run, RunExport } from 'signalbox/contract/monitoring';
import { read } from '../../../app/api.ts';
import { saveFile } from '../../../app/save-file.ts';
import { plural } from '../../../format/number.ts';
import { ConfirmVerb } from '../../../ui/confirm-verb.tsx';
import { Modal } from '../../../ui/modal.tsx';

type Form = 'json' | 'otlp';
const forms: Record<Form, { title: string; what: string; name: (id: string) => string; take: Take }> = {
  json: {
    title: 'Export this run',
    what: 'One JSON file',
    name: (id) => `run-${id}.json`,
    async take(path) {
      const made = await read<RunExport>(`${path}/export`);
      const { steps, turns, truncated } = made;
      return {
        text: JSON.stringify(made, null, 2),
        holds: `${plural(steps.length, 'step')} and ${plural(turns.length, 'message')}.${truncated ? ' More was sent than one file holds: the rest is not in it.' : ''}`,
      };
    },
  },
  otlp: {
    title: 'Download this run as OTLP',
    what: 'One file of OTLP/JSON, which any receiver of OpenTelemetry reads,',
    name: (id) => `run-${id}.otlp.json`,
    async take(path, run) {
      const text = JSON.stringify(await read(`${path}/otlp`));
      return { text, holds: `${plural(run.steps, 'step')}. Sent to /v1/traces of a Signalbox it gives the same run.` };
    },
  },
};
type Take = (path: string, run: Run) => Promise<{ text: string; holds: string }>;

/** A run as a file, with what was said in it: that it leaves the house is said before, and recorded. */
export function ExportDialog({ run, form, onClose }: { run: Run; form: Form; onClose: () => void }) {
  const { title, what, name, take } = forms[form];
  const file = name(run.id);
  const taking = useMutation({
    mutationFn: () => take(`/runs/${encodeURIComponent(run.id)}`, run),
    onSuccess: (made) => saveFile(file, made.text),
  });
  if (taking.data)
    return (
      <Modal title="The file is made" onClose={onClose}>
        <p className="[overflow-wrap:anywhere]">
          <span className="mono">{file}</span> holds {taking.data.holds}
        </p>
      </Modal>
    );
  return (
    <ConfirmVerb
      title={title}
      verb={form === 'json' ? 'Export' : 'Download'}
      busy={taking.isPending}
      error={taking.error}
      onConfirm={() => taking.mutate()}
      onClose={onClose}
    >
      <p>
        {what} with {plural(run.steps, 'step')} and all that was said in them, as far as it is kept: perhaps personal
        data. From then on it is in your care.
      </p>
      <p>The ledger records that you took it.</p>
    </ConfirmVerb>
  );
}
