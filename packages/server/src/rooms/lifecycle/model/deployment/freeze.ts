/** When nothing is to change, and where: null = everywhere. Times in Unix milliseconds; `until` is not in it. */
export type FreezeWindow = {
  readonly id: string;
  readonly teamId: string | null;
  readonly agentId: string | null;
  readonly environment: string | null;
  readonly from: number;
  readonly until: number;
};
/** One person's consent that this place changes although it is frozen. */
export type Override = { readonly freezeId: string; readonly personId: string };
type Place = { readonly teamId: string; readonly agentId: string; readonly environment: string };

const people = 2;

/** The first window that holds the place at `now` and that fewer than two people have overridden there; null = free. */
export function freezeOver(
  windows: readonly FreezeWindow[],
  overrides: readonly Override[],
  place: Place,
  now: number,
): FreezeWindow | null {
  const holds = windows.filter((one) => one.from <= now && now < one.until && covers(one, place));
  const consent = (id: string): number =>
    new Set(overrides.flatMap((one) => (one.freezeId === id ? [one.personId] : []))).size;
  return holds.find((one) => consent(one.id) < people) ?? null;
}

/** Does it concern this place, whenever it holds? */
export const covers = (window: Pick<FreezeWindow, keyof Place>, place: Place): boolean =>
  (['teamId', 'agentId', 'environment'] as const).every(
    (part) => window[part] === null || window[part] === place[part],
  );
