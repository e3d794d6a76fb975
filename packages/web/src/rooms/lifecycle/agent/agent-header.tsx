import { Link } from '@tanstack/react-router';
import type { AgentOverview, Deployment } from 'signalbox/contract/lifecycle';
import type { ReactNode } from 'react';
import { neutralLine } from '../../../format/neutralise.ts';
import { AspectMark } from '../../../ui/aspect-mark.tsx';
import { Button } from '../../../ui/button.tsx';
import { CopyId } from '../../../ui/copy-button.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { MoreMenu } from '../../../ui/more-menu.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { healths } from '../search.ts';
import type { AgentVerb } from './agent-dialogs.tsx';

type Props = {
  page: AgentOverview;
  mayChange: boolean;
  releaseName: (told: string) => string;
  /** What its environments serve; those of the scope. */
  served: readonly Deployment[];
  /** null = nobody here may, or there is nothing to deploy. */
  onDeploy: (() => void) | null;
  onVerb: (verb: AgentVerb) => void;
  onClaim: () => void;
};

const authorities = { full: 'Full', limited: 'Limited', held: 'Held' };

/** Lamp · name · owner · release · environment · authority · action · more: always in this order. */
export function AgentHeader({ page, mayChange, releaseName, served, onDeploy, onVerb, onClaim }: Props) {
  const { agent } = page;
  return (
    <header className="flex flex-wrap items-start gap-x-1 px-1 py-2 desk:gap-x-3 desk:px-4">
      <Link
        to="/agents"
        activeOptions={{ exact: true }}
        aria-label="Back to the agents"
        title="Back to the agents (esc)"
        className="grid size-11 place-items-center rounded-control text-muted hover:bg-sunk hover:text-ink desk:size-7"
      >
        <Icon name="left" />
      </Link>
      <div className="flex min-h-11 min-w-0 flex-1 items-center gap-2 desk:min-h-7 desk:gap-3">
        <AspectMark aspect={agent.aspect} />
        <h1 className="min-w-0 max-w-full truncate text-title font-semibold" title={neutralLine(agent.key)}>
          <SafeLine text={agent.name} max={160} />
        </h1>
      </div>
      <div className="order-last flex min-h-7 w-full min-w-0 flex-wrap items-center gap-x-4 px-2 desk:px-0 desk:pl-10">
        <Fact label="Health">{healths[agent.aspect.health]}</Fact>
        <Fact label="Owner">
          {agent.owner === null ? (
            <span className="text-muted">Unclaimed</span>
          ) : (
            <SafeLine text={agent.owner.name} max={60} />
          )}
        </Fact>
        <Fact label="Team">
          <SafeLine text={agent.teamName} max={60} />
        </Fact>
        <Fact label="Release">
          {served.length === 0
            ? several(told(page.byRelease).map(releaseName))
            : several(served.map((one) => one.release.version))}
        </Fact>
        <Fact label="Environment">
          {served.length === 0 ? several(told(page.byEnvironment)) : several(served.map((one) => one.environment))}
        </Fact>
        <Fact label="Authority">{authorities[agent.aspect.authority]}</Fact>
        <Fact label="Agent" deskOnly>
          <CopyId id={agent.id} label="agent" />
        </Fact>
      </div>
      {page.putAway === null ? (
        <div className="flex shrink-0 flex-wrap gap-1 max-desk:pr-1">
          {mayChange && agent.owner === null ? (
            <Button tone="primary" onClick={onClaim}>
              Claim
            </Button>
          ) : null}
          {onDeploy === null ? null : (
            <Button tone={agent.owner === null ? 'plain' : 'primary'} onClick={onDeploy}>
              Deploy
            </Button>
          )}
          {mayChange ? (
            <MoreMenu
              acts={{
                [agent.owner === null ? 'Name owner' : 'Change owner']: () => onVerb('owner'),
                Rename: () => onVerb('rename'),
                'Merge into another agent': () => onVerb('merge'),
                'This is not an agent': () => onVerb('ignore'),
              }}
            />
          ) : null}
        </div>
      ) : null}
    </header>
  );
}

const told = (split: AgentOverview['byRelease']): string[] => split.flatMap((one) => one.value ?? []);

/** The one that there is, how many there are, or that none is. */
function several(all: readonly string[]): ReactNode {
  const each = [...new Set(all)];
  if (each.length === 0) return '—';
  return each.length === 1 ? <SafeLine text={each[0]!} max={60} /> : `${each.length} in use`;
}

function Fact({ label, children, deskOnly = false }: { label: string; children: ReactNode; deskOnly?: boolean }) {
  return (
    <span className={`inline-flex min-w-0 items-baseline gap-1.5 ${deskOnly ? 'max-desk:hidden' : ''}`}>
      <span className="label">{label}</span>
      <span className="min-w-0 truncate">{children}</span>
    </span>
  );
}
