import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Failure, FailureStanding } from 'signalbox/contract/monitoring/failures';
import { useState } from 'react';
import { change } from '../../../app/api.ts';
import { meQuery } from '../../../app/queries.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmVerb, Refusal } from '../../../ui/confirm-verb.tsx';
import { troubleOf } from '../../../ui/error-state.tsx';
import { Select } from '../../../ui/select.tsx';
import type { Done } from '../../../ui/undo-bar.tsx';

const verbs = {
  resolve: { title: 'Resolve failure', done: 'Resolved.' },
  mute: { title: 'Mute failure', done: 'Muted.' },
  reopen: { title: 'Reopen failure', done: 'Reopened.' },
} as const;
type Verb = keyof typeof verbs;

const days = { '1': 'For a day', '7': 'For a week', '30': 'For 30 days', '90': 'For 90 days' };

/** What one may say of a failure; each can be undone. */
export function FailureVerbs({ failure, onDone }: { failure: Failure; onDone: (done: Done) => void }) {
  const [verb, setVerb] = useState<Verb | null>(null);
  const { state, assigneeId } = failure.standing;
  const me = useQuery(meQuery).data?.person.id;
  const say = useSay(failure.id, onDone);
  const mine = me !== undefined && assigneeId === me;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {state === 'resolved' ? null : (
        <Button tone="primary" onClick={() => setVerb('resolve')}>
          Resolve
        </Button>
      )}
      {state === 'muted' ? null : <Button onClick={() => setVerb('mute')}>Mute</Button>}
      {state === 'open' ? null : <Button onClick={() => setVerb('reopen')}>Reopen</Button>}
      {me === undefined ? null : (
        <Button
          disabled={say.isPending}
          onClick={() =>
            say.mutate({
              verb: 'assign',
              body: { person: mine ? null : me },
              done: mine ? 'Assigned to nobody.' : 'Assigned to you.',
            })
          }
        >
          {mine ? 'Leave to others' : 'Assign to me'}
        </Button>
      )}
      <Refusal error={verb === null ? say.error : null} />
      {verb === null ? null : <SayDialog verb={verb} failure={failure} onDone={onDone} onClose={() => setVerb(null)} />}
    </div>
  );
}

type SayProps = { verb: Verb; failure: Failure; onDone: (done: Done) => void; onClose: () => void };

function SayDialog({ verb, failure, onDone, onClose }: SayProps) {
  const [length, setLength] = useState('7');
  const say = useSay(failure.id, onDone, onClose);
  const { title, done } = verbs[verb];
  const confirm = (reason: string): void => {
    const until = new Date(Date.now() + Number(length) * 86_400_000).toISOString();
    say.mutate({ verb, body: verb === 'mute' ? { reason, until } : { reason }, done });
  };
  return (
    <ConfirmVerb
      title={title}
      verb={title}
      why
      busy={say.isPending}
      error={say.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {verb === 'resolve' ? (
        <p>Seen again in a run that begins from now on, it is shown as regressed. You can undo it.</p>
      ) : verb === 'mute' ? (
        <>
          <p>It is counted on, and leaves the list of open failures until then. You can undo it.</p>
          <Select
            label="How long"
            plain
            value={length}
            choices={Object.entries(days).map(([value, label]) => ({ value, label }))}
            onChange={setLength}
          />
        </>
      ) : (
        <p>It is looked at again. You can undo it.</p>
      )}
    </ConfirmVerb>
  );
}

/** Says it, and offers the way back. */
function useSay(id: string, onDone: (done: Done) => void, onClose: () => void = () => {}) {
  const client = useQueryClient();
  const renew = () => client.invalidateQueries({ queryKey: ['failures'] });
  const failed = (error: unknown): void => onDone({ what: `Not undone: ${troubleOf(error).title}.` });
  return useMutation({
    mutationFn: ({ verb, body }: { verb: Verb | 'assign'; body: object; done: string }) =>
      change<FailureStanding>(`/failures/${id}/${verb}`, body),
    onSuccess: async (_, { done }) => {
      await renew();
      onDone({ what: done, undo: () => void change(`/failures/${id}/undo`).then(renew, failed) });
      onClose();
    },
  });
}
