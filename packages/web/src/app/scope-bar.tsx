import { useQuery } from '@tanstack/react-query';
import { useLocation, useMatches, useNavigate, useSearch } from '@tanstack/react-router';
import type { Me } from 'signalbox/contract/access';
import { lazy, Suspense, useState } from 'react';
import { fullTime } from '../format/time.ts';
import { Icon } from '../ui/icons.tsx';
import { usePhone } from '../ui/measure.ts';
import { Select } from '../ui/select.tsx';
import { useZone } from '../ui/zone.tsx';
import { Clock } from './clock.tsx';
import { facetsQuery } from './queries.ts';
import { rangeNames, rangeOf, ranges, shortRangeNames, type Range, type Scope } from './scope.ts';
import { scopeParts } from './scope-parts.ts';

const CustomTime = lazy(async () => ({ default: (await import('./custom-time.tsx')).CustomTime }));

/** Team, environment, time, clock: what every page is about. Lives in the URL. */
export function ScopeBar({ me, onMenu }: { me: Me; onMenu: (() => void) | null }) {
  const routes = useMatches({ select: (all) => all.map(({ routeId }) => routeId).join(' ') });
  const search = useLocation({ select: (at) => at.search });
  const parts = scopeParts(routes.split(' '), search);
  const compares = useMatches({
    select: (all) => all.some(({ routeId }) => /^\/shell\/(dashboards|agents\/)/.test(routeId)),
  });
  const scope = useSearch({ from: '/shell' });
  const facets = useQuery(facetsQuery);
  const navigate = useNavigate();
  const zone = useZone();
  const phone = usePhone();
  const [custom, setCustom] = useState(false);
  const set = (change: Scope): void => void navigate({ to: '.', search: (before) => ({ ...before, ...change }) });
  const isCustom = scope.from !== undefined && scope.to !== undefined;
  const time = [
    ...['24h' as const, ...ranges.filter((r) => r !== '24h')].map((r) => ({
      value: r as string,
      label: (phone ? shortRangeNames : rangeNames)[r],
    })),
    {
      value: 'custom',
      label: isCustom ? between(fullTime(scope.from!, zone), fullTime(scope.to!, zone)) : 'From … to …',
    },
  ];
  return (
    <div
      role="region"
      aria-label="Scope"
      className="flex min-h-11 shrink-0 items-center gap-2 border-b border-line px-1 desk:px-4"
    >
      {onMenu ? (
        <button
          type="button"
          aria-label="Menu"
          onClick={onMenu}
          className="grid size-11 shrink-0 place-items-center text-muted"
        >
          <Icon name="menu" />
        </button>
      ) : null}
      <div className="flex min-w-0 flex-1 items-center gap-1 overflow-x-auto p-0.5 desk:gap-2">
        {parts.team || parts.env || parts.time ? (
          <>
            {parts.team && me.teams.length > 1 ? (
              <Select
                label="Team"
                value={scope.team ?? ''}
                choices={[{ value: '', label: 'All teams' }, ...me.teams.map((t) => ({ value: t.id, label: t.name }))]}
                onChange={(team) => set({ team: team || undefined })}
              />
            ) : null}
            {parts.env ? (
              <Select
                label="Environment"
                value={scope.env ?? ''}
                choices={[
                  { value: '', label: phone ? 'All envs' : 'All environments' },
                  ...(facets.data?.environments ?? []).map((e) => ({ value: e, label: e })),
                ]}
                onChange={(env) => set({ env: env || undefined })}
              />
            ) : null}
            {parts.time ? (
              <>
                <Select
                  label="Time"
                  value={isCustom ? 'custom' : rangeOf(scope)}
                  choices={time}
                  onChange={(r) =>
                    r === 'custom'
                      ? setCustom(true)
                      : set({ range: r === '24h' ? undefined : (r as Range), from: undefined, to: undefined })
                  }
                />
                {compares ? (
                  <Select
                    label="Compare"
                    value={scope.compare ?? ''}
                    choices={[
                      { value: '', label: phone ? 'Alone' : 'No comparison' },
                      { value: 'previous', label: phone ? 'Compared' : 'Previous period' },
                    ]}
                    onChange={(compare) => set({ compare: compare === 'previous' ? compare : undefined })}
                  />
                ) : null}
              </>
            ) : null}
          </>
        ) : null}
      </div>
      <Clock onZone={() => set({ tz: scope.tz === 'local' ? undefined : 'local' })} />
      <Suspense>
        {custom ? (
          <CustomTime
            scope={scope}
            onClose={() => setCustom(false)}
            onSet={(from, to) => set({ from, to, range: undefined })}
          />
        ) : null}
      </Suspense>
    </div>
  );
}

/** To the minute; a day is said once where both ends are of it. */
const between = (from: string, to: string): string =>
  `${from.slice(0, 16)} – ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11, 16) : to.slice(0, 16)}`;
