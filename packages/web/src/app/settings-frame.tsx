import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { meQuery } from './queries.ts';

const tab =
  'inline-flex h-11 shrink-0 items-center border-b-2 border-transparent px-1 text-muted hover:text-ink desk:h-8 data-[status=active]:border-accent data-[status=active]:font-medium data-[status=active]:text-ink';

/** The pages of the settings: those that one may see, side by side. */
export function SettingsFrame({ title, children }: { title: string; children: ReactNode }) {
  const me = useQuery(meQuery);
  const may = (right: string): boolean => me.data?.rights.includes(right) === true;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} role="region" aria-label={title}>
      <div className="flex max-w-5xl flex-col px-4 pb-12 pt-4 desk:px-6 [&>section:first-of-type]:border-t-0">
        <h1 className="text-title font-semibold">{title}</h1>
        <nav aria-label="Settings" className="mt-1 flex gap-4 overflow-x-auto overflow-y-hidden border-b border-line">
          <Link to="/settings" activeOptions={{ exact: true, includeSearch: false }} className={tab}>
            You
          </Link>
          {may('person.read') || may('glass.break') ? (
            <Link to="/settings/members" className={tab}>
              Members
            </Link>
          ) : null}
          {may('key.read') ? (
            <Link to="/settings/keys" className={tab}>
              Keys
            </Link>
          ) : null}
          {may('model_provider.read') ? (
            <Link to="/settings/providers" className={tab}>
              Model providers
            </Link>
          ) : null}
          {may('price.read') ? (
            <Link to="/settings/prices" className={tab}>
              Prices
            </Link>
          ) : null}
          {may('run.read') ? (
            <Link to="/settings/itself" className={tab}>
              Signalbox itself
            </Link>
          ) : null}
          {may('agent.read') ? (
            <Link to="/settings/rules" className={tab}>
              Rules
            </Link>
          ) : null}
        </nav>
        {children}
      </div>
    </div>
  );
}
