import type { Release } from 'signalbox/contract/lifecycle';

/** What telemetry tells of a release, for people: its version where it is a release of this agent, else as it was told, a digest shortened. */
export function releaseName(releases: readonly Pick<Release, 'digest' | 'version'>[], told: string): string {
  const known = releases.find((one) => one.digest === told)?.version;
  return known ?? (/^[0-9a-f]{64}$/.test(told) ? `${told.slice(0, 12)}…` : told);
}
