/** What a name in telemetry stands for where it does not stand for itself. `service` '' = whatever service sends it. */
export type AgentName = {
  readonly teamId: string;
  readonly name: string;
  readonly service: string;
  /** The agent's key; null = not an agent at all, whatever its span says. */
  readonly key: string | null;
  /** Another team's agent had this name first, and nobody here has said that this one is its own. */
  readonly foreign?: true;
};

/** An agent's key, or null for a name that is ignored. A name that nobody has said anything about is its own key. */
export type ResolveAgent = (teamId: string, name: string, service: string) => string | null;

/** Names are compared as sent; one with the service wins over one without. */
export function resolverOf(names: readonly AgentName[]): ResolveAgent {
  const known = new Map(names.map(({ teamId, name, service, key }) => [place(teamId, name, service), key]));
  if (known.size === 0) return (_, name) => name;
  return (teamId, name, service) => {
    const exact = known.get(place(teamId, name, service));
    if (exact !== undefined) return exact;
    const any = known.get(place(teamId, name, ''));
    return any === undefined ? name : any;
  };
}

/** Does a team name an agent of another team by this key? */
export type IsForeign = (teamId: string, key: string) => boolean;

export function foreignOf(names: readonly AgentName[]): IsForeign {
  const known = new Set(names.flatMap((one) => (one.foreign === true ? [place(one.teamId, one.name, '')] : [])));
  return (teamId, key) => known.has(place(teamId, key, ''));
}

/** No name that is stored holds U+0000; names that are sent may hold anything, line breaks too. */
const place = (teamId: string, name: string, service: string): string => `${teamId}\u0000${service}\u0000${name}`;
