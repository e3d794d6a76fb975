import { plural } from '../../../format/number.ts';

type Act = {
  version: string;
  environment: string;
  percent: number;
  /** Version served there now; null = nothing. */
  served: string | null;
  /** ISO 8601; null = at once. */
  dueAt: string | null;
};

/** What will be, in a sentence. */
export function deployWords({ version, environment, percent, served, dueAt }: Act): string {
  const when = dueAt === null ? '' : ' then';
  if (percent < 100)
    return `${version} will${when} serve ${percent} % of ${environment}, drawn once each; the others stay with ${served ?? 'what is served'}.`;
  if (served === null) return `${version} will${when} be what ${environment} serves; nothing is served there now.`;
  return `${version} will${when} take the place of ${served} in ${environment}. Conversations under way stay with the release they began with.`;
}

/** Whom it reaches. `alive`: instances that tell they are; null = not known. */
export function reachWords(alive: number | null): string {
  if (alive === null) return 'How many instances it reaches is not known.';
  if (alive === 0) return 'No instance there tells that it is alive: who asks for its release from now on gets it.';
  return `Reaches ${plural(alive, 'instance')} alive there, within about two seconds.`;
}
