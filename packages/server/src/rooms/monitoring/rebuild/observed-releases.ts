/** A release that nobody declared, with the day (since 1970, UTC) it was first received on. `agent` as sent, before aliases. */
export type ObservedRelease = {
  workspaceId: string;
  teamId: string;
  agent: string;
  digest: string;
  release: string;
  day: number;
};
type Place = Pick<ObservedRelease, 'workspaceId' | 'teamId' | 'agent'>;

/** More than this and it is not the configuration that changes, but something in it from call to call. */
const newADay = 20;
const dayMs = 86_400_000;

/** Releases as they are observed, at most 20 new ones a day for an agent. */
export class ObservedReleases {
  readonly #agents = new Map<string, Map<string, ObservedRelease>>();
  #fresh: ObservedRelease[] = [];

  /** Forgets everything but these. */
  load(seen: readonly ObservedRelease[]): void {
    this.#agents.clear();
    this.#fresh = [];
    for (const one of seen) this.#of(one).set(one.digest, one);
  }

  /** @param received Unix milliseconds. @returns '' where there are too many. */
  observe(place: Place, digest: string, received: number): string {
    const own = this.#of(place);
    const held = own.get(digest);
    if (held !== undefined) return held.release;
    const day = Math.floor(received / dayMs);
    const others = [...own.values()];
    if (others.filter((one) => one.day === day).length >= newADay) return '';
    const short = shown(digest.slice(0, 6));
    const release = others.some((one) => one.release === short) ? shown(digest) : short;
    const made = { ...place, digest, release, day };
    own.set(digest, made);
    this.#fresh.push(made);
    return release;
  }

  /** Those observed since this was last asked, to be kept. */
  taken(): ObservedRelease[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }

  #of({ workspaceId, teamId, agent }: Place): Map<string, ObservedRelease> {
    const key = `${workspaceId}\n${teamId}\n${agent}`;
    const own = this.#agents.get(key) ?? new Map<string, ObservedRelease>();
    this.#agents.set(key, own);
    return own;
  }
}

const shown = (digest: string): string => `observed·${digest}`;
