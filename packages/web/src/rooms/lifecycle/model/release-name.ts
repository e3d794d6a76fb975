import type { Release } from 'signalbox/contract/lifecycle';
import { shortRelease } from '../../../format/id.ts';

/** What telemetry tells of a release, for people: its version where it is a release of this agent, else as it was told, a digest shortened. */
export function releaseName(releases: readonly Pick<Release, 'digest' | 'version'>[], told: string): string {
  return releases.find((one) => one.digest === told)?.version ?? shortRelease(told);
}
