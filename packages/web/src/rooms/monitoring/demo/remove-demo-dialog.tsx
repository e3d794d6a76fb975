import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DemoState } from 'signalbox/contract/monitoring';
import { change } from '../../../app/api.ts';
import { useTeams } from '../../../app/members/use-teams.ts';
import { ConfirmVerb } from '../../../ui/confirm-verb.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { demoQuery } from './queries.ts';

/** `counts` as demoCounts says it; null = not known. */
type Props = { teamId: string; counts: string | null; onClose: () => void };

/** What goes with the demo, and what stays. Nothing brings it back, so the team's name is typed. */
export function RemoveDemoDialog({ teamId, counts, onClose }: Props) {
  const client = useQueryClient();
  const name = useTeams().teamName(teamId);
  const remove = useMutation({
    mutationFn: () => change<DemoState>('/demo/remove'),
    onSuccess: (next) => {
      client.setQueryData(demoQuery.queryKey, next);
      onClose();
    },
  });
  return (
    <ConfirmVerb
      title="Remove demo data"
      verb="Remove for good"
      typed={name}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>
        All telemetry of the team <SafeLine text={name} max={120} /> goes{counts === null ? '' : `: ${counts}`}, with
        steps, messages and scores. Its keys are revoked, which ends a fleet at work.
      </p>
      <p>
        What other teams sent stays, and the ledger keeps that there was a demo. It cannot be undone;{' '}
        <code className="mono text-ink">signalbox demo</code> makes another.
      </p>
    </ConfirmVerb>
  );
}
