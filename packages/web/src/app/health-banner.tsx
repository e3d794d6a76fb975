import { useQuery } from '@tanstack/react-query';
import { clockTime, zoneName } from '../format/time.ts';
import { Banner } from '../ui/banner.tsx';
import { useZone } from '../ui/zone.tsx';
import { troubles } from './health-model.ts';
import { healthQuery } from './queries.ts';

/** What is down, since when, and what still works. Nothing to say, nothing there. */
export function HealthBanner() {
  const health = useQuery(healthQuery);
  const zone = useZone();
  if (health.error && !health.data) return null;
  return troubles(health.data ?? {}).map((t) => (
    <Banner key={t.what} aspect={t.aspect}>
      <span className="font-medium">
        {t.title}
        {t.since === null ? '' : ` since ${clockTime(new Date(t.since), zone)} ${zoneName(zone, new Date(t.since))}`}.
      </span>{' '}
      <span className="text-muted">{t.detail}</span>
    </Banner>
  ));
}
