import { useQuery } from '@tanstack/react-query';
import type { PromptDetail, Version } from 'signalbox/contract/prompts';
import { useState } from 'react';
import { peopleQuery } from '../../../app/access-queries.ts';
import { meQuery } from '../../../app/queries.ts';
import { ConfirmVerb } from '../../../ui/confirm-verb.tsx';
import { Field } from '../../../ui/field.tsx';
import { promptPath } from '../queries.ts';
import { usePromptVerb } from '../use-prompt-verb.ts';

/** Whom to ask beside those that the folder's rule names. */
export function RequestDialog({
  prompt,
  version,
  onClose,
}: {
  prompt: PromptDetail;
  version: Version;
  onClose: () => void;
}) {
  const me = useQuery(meQuery);
  const maySee = me.data?.rights.includes('person.read') === true;
  const people = useQuery({ ...peopleQuery, enabled: maySee });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [typed, setTyped] = useState('');
  const ask = usePromptVerb<{ reviewerIds: string[] }>(onClose);
  const asked = new Set(version.reviews.map((one) => one.reviewerId));
  const others = (people.data ?? []).filter(
    (one) => one.disabledAt === null && one.id !== version.authorId && !asked.has(one.id),
  );
  const ids = maySee ? chosen : typed.split(/[\s,]+/).filter((one) => one !== '');
  return (
    <ConfirmVerb
      title={`Ask for a review of version ${version.number}`}
      verb="Ask"
      busy={ask.isPending}
      error={ask.error}
      onConfirm={() =>
        ask.mutate({
          path: `${promptPath(prompt.id)}/versions/${version.number}/review-requests`,
          body: { reviewerIds: ids },
        })
      }
      onClose={onClose}
    >
      <p>Those whom the folder’s rule names are asked too. It waits in their list of prompts.</p>
      {maySee ? (
        <fieldset className="max-h-60 overflow-y-auto text-ink">
          <legend className="font-medium">People</legend>
          {others.map((one) => (
            <label key={one.id} className="flex min-h-11 items-center gap-2 desk:min-h-7">
              <input
                type="checkbox"
                className="size-4 accent-(--accent)"
                checked={chosen.includes(one.id)}
                onChange={(event) =>
                  setChosen(event.target.checked ? [...chosen, one.id] : chosen.filter((id) => id !== one.id))
                }
              />
              {one.name}
            </label>
          ))}
          {people.data !== undefined && others.length === 0 ? <p>Nobody else is here to ask.</p> : null}
        </fieldset>
      ) : (
        <Field
          label="Ids of people"
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
          hint="You may not see the list of people; empty: only those of the rule"
        />
      )}
    </ConfirmVerb>
  );
}
