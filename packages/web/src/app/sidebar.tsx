import { Link } from '@tanstack/react-router';
import type { Me } from 'signalbox/contract/access';
import { useState } from 'react';
import { Icon } from '../ui/icons.tsx';
import { Lamp } from '../ui/lamp.tsx';

const item =
  'flex h-11 items-center gap-2.5 rounded-control px-2 text-muted hover:bg-sunk hover:text-ink desk:h-8 data-[status=active]:bg-select data-[status=active]:text-ink data-[status=active]:font-medium';
const key = 'signalbox.sidebar';

/** The rooms that exist, 216 px or folded to 48: as chosen in this browser, else as there is room. */
export function Sidebar({ me }: { me: Me }) {
  const [folded, setFolded] = useState(() => (read() ?? (isNarrow() ? 'folded' : 'open')) === 'folded');
  const fold = (): void => {
    setFolded(!folded);
    write(folded ? 'open' : 'folded');
  };
  return (
    <nav
      aria-label="Rooms"
      className={`flex shrink-0 flex-col border-r border-line bg-ground ${folded ? 'w-12' : 'w-[216px]'}`}
    >
      <Brand me={me} folded={folded} />
      <Entries me={me} folded={folded} onGo={() => undefined} />
      <div className="p-2">
        <button
          type="button"
          onClick={fold}
          aria-label={folded ? 'Unfold sidebar' : 'Fold sidebar'}
          title={folded ? 'Unfold sidebar' : undefined}
          className={`${item} w-full`}
        >
          <Icon name="fold" />
          {folded ? null : 'Fold'}
        </button>
      </div>
    </nav>
  );
}

export function Brand({ me, folded }: { me: Me; folded: boolean }) {
  return (
    <div className="flex h-11 shrink-0 items-center gap-2.5 px-4">
      <Lamp aspect="clear" label="Signalbox" size={16} />
      {folded ? null : (
        <span className="min-w-0 truncate">
          <span className="font-semibold">Signalbox</span> <span className="text-muted">{me.workspace.name}</span>
        </span>
      )}
    </div>
  );
}

const lifecycle = [
  ['/releases', 'Releases', 'releases'],
  ['/deployments', 'Deployments', 'deployments'],
  ['/calendar', 'Calendar', 'calendar'],
  ['/fleet', 'Fleet score', 'score'],
  ['/map', 'Dependencies', 'map'],
] as const;

export function Entries({ me, folded, onGo }: { me: Me; folded: boolean; onGo: () => void }) {
  return (
    <div className="flex flex-1 flex-col gap-0.5 p-2">
      <Link to="/agents" className={item} onClick={onGo} title={folded ? 'Agents' : undefined} aria-label="Agents">
        <Icon name="agents" />
        {folded ? null : 'Agents'}
      </Link>
      <Link to="/connect" className={item} onClick={onGo} title={folded ? 'Connect' : undefined} aria-label="Connect">
        <Icon name="connect" />
        {folded ? null : 'Connect'}
      </Link>
      {me.rights.includes('prompt.read') ? (
        <>
          {folded ? <div className="h-2" /> : <h2 className="label px-2 pb-1 pt-2">Prompts</h2>}
          <Link
            to="/prompts"
            className={item}
            onClick={onGo}
            title={folded ? 'Prompts' : undefined}
            aria-label="Prompts"
          >
            <Icon name="prompts" />
            {folded ? null : 'Prompts'}
          </Link>
          {me.rights.includes('model_provider.use') ? (
            <Link
              to="/playground"
              className={item}
              onClick={onGo}
              title={folded ? 'Playground' : undefined}
              aria-label="Playground"
            >
              <Icon name="playground" />
              {folded ? null : 'Playground'}
            </Link>
          ) : null}
        </>
      ) : null}
      {folded ? <div className="h-2" /> : <h2 className="label px-2 pb-1 pt-2">Monitoring</h2>}
      <Link to="/runs" className={item} onClick={onGo} title={folded ? 'Runs' : undefined} aria-label="Runs">
        <Icon name="runs" />
        {folded ? null : 'Runs'}
      </Link>
      <Link
        to="/failures"
        className={item}
        onClick={onGo}
        title={folded ? 'Failures' : undefined}
        aria-label="Failures"
      >
        <Icon name="failures" />
        {folded ? null : 'Failures'}
      </Link>
      {me.rights.includes('dashboard.read') ? (
        <Link
          to="/dashboards"
          className={item}
          onClick={onGo}
          title={folded ? 'Dashboards' : undefined}
          aria-label="Dashboards"
        >
          <Icon name="dashboards" />
          {folded ? null : 'Dashboards'}
        </Link>
      ) : null}
      {me.rights.includes('run.read') ? (
        <Link to="/sql" className={item} onClick={onGo} title={folded ? 'SQL' : undefined} aria-label="SQL">
          <Icon name="sql" />
          {folded ? null : 'SQL'}
        </Link>
      ) : null}
      {me.rights.includes('agent.read') ? (
        <>
          {folded ? <div className="h-2" /> : <h2 className="label px-2 pb-1 pt-2">Lifecycle</h2>}
          {lifecycle.map(([to, name, icon]) => (
            <Link key={to} to={to} className={item} onClick={onGo} title={folded ? name : undefined} aria-label={name}>
              <Icon name={icon} />
              {folded ? null : name}
            </Link>
          ))}
        </>
      ) : null}
      <div className="flex-1" />
      <Link
        to="/settings"
        className={item}
        onClick={onGo}
        title={folded ? 'Settings' : undefined}
        aria-label="Settings"
      >
        <Icon name="settings" />
        {folded ? null : 'Settings'}
      </Link>
    </div>
  );
}

/** The breakpoint `wide`. */
const isNarrow = (): boolean => matchMedia('(max-width: 1039.98px)').matches;

function read(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is forbidden: the choice lasts as long as the page.
  }
}
