/** What names of environments usually say, first to last. */
const stages = [
  /^(local|sandbox|dev(el|elop|elopment)?)$/,
  /^(ci|test|testing|qa|integration)$/,
  /^(uat|stag(e|ing)?|pre-?prod(uction)?|acceptance)$/,
  /^(canary)$/,
  /^(prod|production|live)$/,
];
const stageOf = (name: string): number => stages.findIndex((stage) => stage.test(name.toLowerCase()));

/**
 * The order that names suggest, `production` last where nothing else is. Names that suggest nothing are in none: to promote by a
 * guess is worse than to be asked.
 */
export function orderByName(known: readonly string[]): string[] {
  const last = stages.length - 1;
  const staged = [...new Set(known)].filter((name) => stageOf(name) >= 0);
  const all = staged.some((name) => stageOf(name) === last) ? staged : [...staged, 'production'];
  return all.toSorted((a, b) => stageOf(a) - stageOf(b) || (a < b ? -1 : 1));
}

/** Where a release goes on from here; null = this is the last, or stands in no order. */
export const nextIn = (order: readonly string[], from: string): string | null => {
  const at = order.indexOf(from);
  return at < 0 ? null : (order[at + 1] ?? null);
};

/** Where it comes from; null = this is the first, or stands in no order. */
export const previousIn = (order: readonly string[], to: string): string | null => order[order.indexOf(to) - 1] ?? null;
