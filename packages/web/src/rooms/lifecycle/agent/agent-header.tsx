import { Menu } from '@base-ui/react/menu';
import { Link } from '@tanstack/react-router';
import type { AgentOverview } from 'signalbox/contract/lifecycle';
import type { ReactNode } from 'react';
import { neutralLine } from '../../../format/neutralise.ts';
import { AspectMark } from '../../../ui/aspect-mark.tsx';
import { Button, buttonLook } from '../../../ui/button.tsx';
import { CopyId } from '../../../ui/copy-button.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { healths } from '../search.ts';
import type { AgentVerb } from './agent-dialogs.tsx';

type Props = { page: AgentOverview; mayChange: boolean; onVerb: (verb: AgentVerb) => void };

const authorities = { full: 'Full', limited: 'Limited', held: 'Held' };

/** Lamp · name · owner · release · environment · authority · action · more: always in this order. */
export function AgentHeader({ page, mayChange, onVerb }: Props) {
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
        <Fact label="Release">{several(page.byRelease)}</Fact>
        <Fact label="Environment">{several(page.byEnvironment)}</Fact>
        <Fact label="Authority">{authorities[agent.aspect.authority]}</Fact>
        <Fact label="Agent" deskOnly>
          <CopyId id={agent.id} label="agent" />
        </Fact>
      </div>
      {mayChange && page.putAway === null ? (
        <div className="flex shrink-0 gap-1 max-desk:pr-1">
          <Button tone={agent.owner === null ? 'primary' : 'plain'} onClick={() => onVerb('owner')}>
            {agent.owner === null ? 'Name owner' : 'Change owner'}
          </Button>
          <More onVerb={onVerb} />
        </div>
      ) : null}
    </header>
  );
}

function More({ onVerb }: { onVerb: (verb: AgentVerb) => void }) {
  const verbs = [
    ['rename', 'Rename'],
    ['merge', 'Merge into another agent'],
    ['ignore', 'This is not an agent'],
  ] as const;
  return (
    <Menu.Root>
      <Menu.Trigger className={buttonLook()} aria-label="More">
        More
        <Icon name="down" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-30">
          <Menu.Popup className="min-w-36 rounded-overlay border border-line bg-panel p-1 shadow-overlay">
            {verbs.map(([verb, label]) => (
              <Menu.Item
                key={verb}
                onClick={() => onVerb(verb)}
                className="flex h-11 cursor-pointer items-center rounded-control px-2 data-highlighted:bg-select desk:h-7"
              >
                {label}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** The one that is told, how many there are, or that none is. */
function several(split: AgentOverview['byRelease']): ReactNode {
  const told = split.flatMap((one) => one.value ?? []);
  if (told.length === 0) return '—';
  return told.length === 1 ? <SafeLine text={told[0]!} max={60} /> : `${told.length} in use`;
}

function Fact({ label, children, deskOnly = false }: { label: string; children: ReactNode; deskOnly?: boolean }) {
  return (
    <span className={`inline-flex min-w-0 items-baseline gap-1.5 ${deskOnly ? 'max-desk:hidden' : ''}`}>
      <span className="label">{label}</span>
      <span className="min-w-0 truncate">{children}</span>
    </span>
  );
}
