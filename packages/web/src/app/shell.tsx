import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouter, useSearch } from '@tanstack/react-router';
import type { Me } from 'signalbox/contract/access';
import { lazy, Suspense, useEffect, useState } from 'react';
import { ErrorState } from '../ui/error-state.tsx';
import { useKeys } from '../ui/keys.ts';
import { usePhone } from '../ui/measure.ts';
import { ZoneContext } from '../ui/zone.tsx';
import { Problem } from './api.ts';
import { HealthBanner } from './health-banner.tsx';
import { useLiveStream } from './live.ts';
import { meQuery } from './queries.ts';
import { ScopeBar } from './scope-bar.tsx';
import { zoneOf } from './scope.ts';
import { Sidebar } from './sidebar.tsx';
import { flipTheme } from './theme.ts';

const MustEnrol = lazy(async () => ({ default: (await import('./account/must-enrol.tsx')).MustEnrol }));
// Overlays are fetched when first opened: the first view does without them.
const KeysDialog = lazy(async () => ({ default: (await import('../ui/keys-dialog.tsx')).KeysDialog }));
const Sheet = lazy(async () => ({ default: (await import('./sheet.tsx')).Sheet }));

/** Who is not signed in sees the sign-in page; everyone else the house. */
export function Shell() {
  const me = useQuery(meQuery);
  if (me.data?.mustEnrol)
    return (
      <Suspense>
        <MustEnrol />
      </Suspense>
    );
  if (me.data) return <House me={me.data} />;
  if (me.error instanceof Problem && me.error.status === 401) return <ToSignIn />;
  if (me.error) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />;
  return <div role="status" aria-label="Loading" />;
}

/** Once, from where one was: a component that navigates with each drawing would name itself as the place to come back to. */
function ToSignIn() {
  const router = useRouter();
  useEffect(() => {
    const next = router.history.location.href;
    void router.navigate({ to: '/sign-in', search: { next }, replace: true });
  }, [router]);
  return null;
}

function House({ me }: { me: Me }) {
  useLiveStream(useQueryClient());
  const scope = useSearch({ from: '/shell' });
  const [keys, setKeys] = useState(false);
  const [sheet, setSheet] = useState(false);
  const phone = usePhone();
  useKeys({
    '?': () => setKeys(true),
    t: flipTheme,
    '/': () => document.querySelector<HTMLElement>('#filter')?.focus(),
  });
  return (
    <ZoneContext value={zoneOf(scope)}>
      <a
        href="#content"
        className="fixed left-2 top-2 z-50 -translate-y-20 rounded-control bg-accent px-3 py-2 text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <div className="flex h-full">
        {phone ? null : <Sidebar me={me} />}
        <div className="flex min-w-0 flex-1 flex-col">
          <ScopeBar me={me} onMenu={phone ? () => setSheet(true) : null} />
          <HealthBanner />
          <main id="content" tabIndex={-1} className="relative flex min-h-0 flex-1 flex-col outline-none">
            <Outlet />
          </main>
        </div>
      </div>
      <Suspense>
        {keys ? <KeysDialog onClose={() => setKeys(false)} /> : null}
        {sheet && phone ? <Sheet me={me} onClose={() => setSheet(false)} /> : null}
      </Suspense>
    </ZoneContext>
  );
}
