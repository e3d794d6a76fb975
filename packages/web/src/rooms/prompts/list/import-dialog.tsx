import { useQuery } from '@tanstack/react-query';
import type { ImportResults, PromptFile } from 'signalbox/contract/prompts/files';
import { useState } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { teamsFor } from '../../../app/rights.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { Modal } from '../../../ui/modal.tsx';
import { Select } from '../../../ui/select.tsx';
import { usePromptVerb } from '../use-prompt-verb.ts';
import { ImportOutcome } from './import-outcome.tsx';

const formats = {
  files: ['Markdown or YAML files', '.md,.markdown,.yaml,.yml'],
  langfuse: ['Langfuse export (JSON)', '.json'],
  langsmith: ['LangSmith export (JSON)', '.json'],
} as const;
type Format = keyof typeof formats;

/** Takes prompts in from files of this machine, and says of each what became of it. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const teams = teamsFor(useQuery(meQuery).data, 'prompt.write');
  const [teamId, setTeamId] = useState(teams[0]?.id ?? '');
  const [format, setFormat] = useState<Format>('files');
  const [files, setFiles] = useState<readonly File[]>([]);
  const take = usePromptVerb<ImportResults>();
  const send = async (): Promise<void> => {
    const read: PromptFile[] = await Promise.all(
      files.map(async (file) => ({ path: file.webkitRelativePath || file.name, text: await file.text() })),
    );
    take.mutate({ path: '/prompt-imports', body: { teamId, format, files: read } });
  };
  if (take.data)
    return (
      <Modal title="Imported" onClose={onClose}>
        <ImportOutcome items={take.data.items} />
        <div className="flex justify-end pt-3">
          <Button tone="primary" onClick={onClose}>
            Done
          </Button>
        </div>
      </Modal>
    );
  return (
    <Modal title="Import prompts" onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div className="flex flex-wrap gap-2">
          <Select
            label="Format"
            value={format}
            choices={Object.entries(formats).map(([value, [label]]) => ({ value, label }))}
            onChange={(next) => setFormat(next as Format)}
          />
          {teams.length > 1 ? (
            <Select
              label="Team"
              value={teamId}
              choices={teams.map((one) => ({ value: one.id, label: one.name }))}
              onChange={setTeamId}
            />
          ) : null}
        </div>
        <label className="flex flex-col gap-1 font-medium">
          Files
          <input
            type="file"
            multiple
            required
            accept={formats[format][1]}
            onChange={(event) => setFiles([...(event.target.files ?? [])])}
            className="min-h-11 w-full rounded-control border border-edge bg-panel p-1.5 font-normal desk:min-h-9"
          />
        </label>
        <p className="text-muted">
          What is here already and has not changed stays as it is; what has changed becomes a new version.
        </p>
        <Refusal error={take.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            tone="primary"
            disabled={take.isPending || files.length === 0 || files.length > 1000 || teamId === ''}
          >
            Import {files.length > 1 ? `${files.length} files` : 'file'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
