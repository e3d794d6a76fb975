import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmVerb } from '../../ui/confirm-verb.tsx';
import { Select } from '../../ui/select.tsx';
import type { Done } from '../../ui/undo-bar.tsx';
import { change } from '../api.ts';
import { useTeams } from './use-teams.ts';

const lengths = [15, 60, 120, 240];

/** Admin for oneself in an emergency, for a while and not in silence. */
export function GlassDialog({ onClose, onDone }: { onClose: () => void; onDone: (done: Done) => void }) {
  const client = useQueryClient();
  const { teams, teamName } = useTeams();
  const [minutes, setMinutes] = useState('60');
  const [teamId, setTeamId] = useState(teams[0]?.id ?? '');
  const broken = useMutation({
    mutationFn: (reason: string) =>
      change('/emergency-grants', { reason, teamId: teamId === '' ? null : teamId, minutes: Number(minutes) }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['access'] });
      onDone({
        what: `You are admin of ${teamId === '' ? 'the workspace' : teamName(teamId)} for ${minutes} minutes.`,
      });
      onClose();
    },
  });
  return (
    <ConfirmVerb
      title="Break the glass"
      verb="Take admin now"
      why
      busy={broken.isPending}
      error={broken.error}
      onConfirm={(reason) => broken.mutate(reason)}
      onClose={onClose}
    >
      <p>
        You get every right there, except handing out rights to others. It ends by itself. Compliance is told at once:
        in the ledger, and by a flag at your name.
      </p>
      <div className="flex flex-wrap gap-2">
        <Select
          label="Where"
          value={teamId}
          choices={[
            ...teams.map((team) => ({ value: team.id, label: team.name })),
            { value: '', label: 'The whole workspace' },
          ]}
          onChange={setTeamId}
        />
        <Select
          label="For how long"
          value={minutes}
          choices={lengths.map((n) => ({ value: String(n), label: n < 60 ? `${n} minutes` : `${n / 60} h` }))}
          onChange={setMinutes}
        />
      </div>
    </ConfirmVerb>
  );
}
