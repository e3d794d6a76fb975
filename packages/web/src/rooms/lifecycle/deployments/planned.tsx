import type { ScheduledDeployment } from 'signalbox/contract/lifecycle';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { Part } from '../../../ui/part.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { refusalWords } from '../model/deployment-words.ts';
import { useVerb } from '../use-verb.ts';

type Props = { of: readonly ScheduledDeployment[]; version: (id: string) => string; mayCancel: boolean };

/** Deployments that are to come, and those that were refused when their time came. */
export function Planned({ of, version, mayCancel }: Props) {
  const cancel = useVerb();
  const shown = of.filter((one) => one.state === 'waiting' || one.state === 'refused').slice(0, 20);
  if (shown.length === 0) return null;
  return (
    <Part title="Planned">
      <ul>
        {shown.map((one) => (
          <li
            key={one.id}
            className="flex min-h-11 flex-wrap items-center gap-x-3 border-t border-line py-1 desk:min-h-8"
          >
            <Time at={one.dueAt} />
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              {version(one.releaseId)} to <SafeLine text={one.environment} max={80} />
              {one.percent < 100 ? `, ${one.percent} %` : ''}
              <span className="text-muted">
                {' '}
                · <SafeLine text={one.reason} max={300} />
              </span>
              {one.state === 'refused' ? (
                <span className="block text-caution">Not deployed: {refusalWords(one.refusal)}.</span>
              ) : null}
            </span>
            {one.state === 'waiting' && mayCancel ? (
              <Button
                disabled={cancel.isPending}
                onClick={() => cancel.mutate({ path: `/scheduled-deployments/${one.id}/cancel` })}
              >
                Cancel
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <Refusal error={cancel.error} />
    </Part>
  );
}
