import { useQuery } from '@tanstack/react-query';
import type { ReviewRule } from 'signalbox/contract/prompts';
import { useState } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { mayIn, teamsFor } from '../../../app/rights.ts';
import { neutralLine } from '../../../format/neutralise.ts';
import { plural } from '../../../format/number.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { Field } from '../../../ui/field.tsx';
import { Modal } from '../../../ui/modal.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Select } from '../../../ui/select.tsx';
import { wordsOf } from '../model/words.ts';
import { reviewRulesQuery } from '../queries.ts';
import { usePromptVerb } from '../use-prompt-verb.ts';

/** Which folders need how many approvals before which labels move. */
export function RulesDialog({ onClose }: { onClose: () => void }) {
  const me = useQuery(meQuery).data;
  const rules = useQuery(reviewRulesQuery);
  const teams = teamsFor(me, 'prompt.rule');
  const remove = usePromptVerb();
  const drop = ({ teamId, folder }: ReviewRule): void => {
    const query = new URLSearchParams({ teamId, folder });
    remove.mutate({ path: `/prompt-review-rules?${query}`, method: 'DELETE' });
  };
  return (
    <Modal title="Review rules" onClose={onClose}>
      <p className="pb-2 text-muted">
        A rule holds for a folder and all below it that have none of their own. Nobody reviews what they wrote.
      </p>
      {rules.data?.items.length === 0 ? <p className="pb-2">No folder needs a review.</p> : null}
      <ul aria-label="Rules" className="pb-3">
        {(rules.data?.items ?? []).map((one) => (
          <li key={`${one.teamId} ${one.folder}`} className="flex items-center gap-3 border-t border-line py-1.5">
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              <SafeLine text={one.folder === '' ? 'All folders' : one.folder} max={300} />{' '}
              <span className="text-muted">
                of {me?.teams.find((team) => team.id === one.teamId)?.name ?? one.teamId}:{' '}
                {plural(one.needed, 'approval')} before {one.labels.join(', ')}{' '}
                {one.labels.length === 1 ? 'moves' : 'move'}
              </span>
            </span>
            {mayIn(me, 'prompt.rule', one.teamId) ? (
              <Button
                aria-label={`Remove the rule of ${neutralLine(one.folder) || 'all folders'}`}
                onClick={() => drop(one)}
              >
                Remove
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <Refusal error={rules.error ?? remove.error} />
      {teams.length === 0 ? null : <AddRule teams={teams} />}
    </Modal>
  );
}

function AddRule({ teams }: { teams: readonly { id: string; name: string }[] }) {
  const [teamId, setTeamId] = useState(teams[0]!.id);
  const set = usePromptVerb();
  return (
    <form
      aria-label="Add a rule"
      className="flex flex-col gap-2 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string): string => String(form.get(name) ?? '').trim();
        const rule = { teamId, folder: text('folder'), reviewerIds: [], needed: Number(text('needed')) };
        set.mutate({ path: '/prompt-review-rules', method: 'PUT', body: { ...rule, labels: wordsOf(text('labels')) } });
      }}
    >
      <Field label="Folder" name="folder" maxLength={300} autoComplete="off" hint="Empty: all folders of the team" />
      <div className="grid grid-cols-2 gap-2">
        <Field label="Approvals" name="needed" type="number" min={1} max={10} required defaultValue={1} />
        <Field label="Before these labels" name="labels" required defaultValue="production" autoComplete="off" />
      </div>
      {teams.length > 1 ? (
        <Select
          label="Team"
          value={teamId}
          choices={teams.map((one) => ({ value: one.id, label: one.name }))}
          onChange={setTeamId}
        />
      ) : null}
      <Refusal error={set.error} />
      <Button type="submit" className="self-end" disabled={set.isPending}>
        Set rule
      </Button>
    </form>
  );
}
