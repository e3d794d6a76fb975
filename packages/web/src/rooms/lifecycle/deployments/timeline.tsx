import type { DeploymentChange } from 'signalbox/contract/lifecycle';
import { By } from '../../../app/by.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { changeWords } from '../model/deployment-words.ts';
import { Effect } from './effect.tsx';

const signs = { deploy: 'right', promote: 'up', roll_back: 'back' } as const;

/** Who changed what was served, when, why, and what happened then; newest first. */
export function Timeline({ of, version }: { of: readonly DeploymentChange[]; version: (id: string) => string }) {
  return (
    <ol className="flex flex-col" aria-label="Changes">
      {of.map((one) => (
        <li key={one.id} className="grid grid-cols-[20px_1fr] gap-x-2 border-t border-line py-2">
          <span className="pt-0.5 text-muted">
            <Icon name={signs[one.verb]} />
          </span>
          <div className="min-w-0">
            <p className="flex flex-wrap gap-x-3">
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <SafeLine text={changeWords(one, version)} max={300} />
              </span>
              <span className="text-muted">
                <Time at={one.at} /> · <By id={one.by} name={one.byName} />
              </span>
            </p>
            <p className="text-muted [overflow-wrap:anywhere]">
              <SafeLine text={one.reason} max={600} />
            </p>
            <Effect of={one.effect} />
          </div>
        </li>
      ))}
    </ol>
  );
}
