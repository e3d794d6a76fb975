import type { Deployment } from 'signalbox/contract/lifecycle';

/** The environments that serve this release, with its share where it is not all: "production, staging 10 %". */
export const servedIn = (items: readonly Deployment[], releaseId: string): string[] =>
  items.flatMap(({ environment, release, candidate }) => {
    if (candidate?.id === releaseId) return `${environment} ${candidate.percent} %`;
    return release.id === releaseId ? environment : [];
  });
