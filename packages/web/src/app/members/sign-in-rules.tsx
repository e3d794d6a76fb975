import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AccessSettings } from 'signalbox/contract/access';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { ConfirmVerb } from '../../ui/confirm-verb.tsx';
import { peopleQuery, settingsQuery } from '../access-queries.ts';
import { change } from '../api.ts';
import { Section } from '../settings-section.tsx';

/** null = it is not known who has one. */
export function whoWords(without: number | null): string {
  if (without === 0) return 'Everybody has one already.';
  const who =
    without === null
      ? 'Who has one already is not known here.'
      : `${without} ${without === 1 ? 'person has' : 'people have'} none yet.`;
  const whose =
    without === null
      ? 'Who has none can do nothing but set one up from the next request on'
      : 'From their next request on they can do nothing but set one up';
  return `${who} ${whose}, also in sessions that are open.`;
}

/** The rules of sign-in; who may not change them sees them. */
export function SignInRules({ may }: { may: boolean }) {
  const client = useQueryClient();
  const settings = useQuery(settingsQuery);
  const people = useQuery(peopleQuery);
  const [asked, setAsked] = useState(false);
  const set = useMutation({
    mutationFn: (secondFactorRequired: boolean) => change<AccessSettings>('/access-settings', { secondFactorRequired }),
    onSuccess: async () => {
      setAsked(false);
      await client.invalidateQueries({ queryKey: ['access'] });
    },
  });
  if (!settings.data) return null;
  const required = settings.data.secondFactorRequired;
  const without = (people.data ?? []).filter(
    (one) => one.signsIn === 'here' && !one.secondFactor && one.disabledAt === null,
  );
  return (
    <Section title="Sign-in rules" note="For everybody who signs in here; the identity provider has its own">
      <div className="flex flex-col items-start gap-2">
        <p>
          {required ? 'An authenticator app is required of everybody.' : 'An authenticator app is up to each person.'}
        </p>
        {may ? (
          <Button onClick={() => setAsked(true)}>
            {required ? 'Leave it to each person' : 'Require it of everybody'}
          </Button>
        ) : null}
      </div>
      {asked ? (
        <ConfirmVerb
          title={required ? 'Leave the second factor to each person' : 'Require a second factor of everybody'}
          verb={required ? 'Leave it to them' : 'Require it'}
          busy={set.isPending}
          error={set.error}
          onConfirm={() => set.mutate(!required)}
          onClose={() => setAsked(false)}
        >
          {required ? (
            <p>Who has an app goes on being asked for its code. You can require it again.</p>
          ) : (
            <p>{whoWords(people.data === undefined ? null : without.length)} You can undo it.</p>
          )}
        </ConfirmVerb>
      ) : null}
    </Section>
  );
}
