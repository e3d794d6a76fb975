import type { ListedPrompt, ReviewRule } from '../contract.ts';

/** The rule of the folder itself or the nearest above it. null = nobody has to look. */
export function ruleFor(rules: readonly ReviewRule[], teamId: string, folder: string): ReviewRule | null {
  const fitting = rules.filter((rule) => rule.teamId === teamId && isWithin(folder, rule.folder));
  return fitting.toSorted((a, b) => b.folder.length - a.folder.length)[0] ?? null;
}

/** Is the folder this one, or below it? "" holds everything. */
export const isWithin = (folder: string, above: string): boolean =>
  above === '' || folder === above || folder.startsWith(`${above}/`);

type Verdict = {
  number: number;
  reviewerId: string;
  verdict: 'approved' | 'changes_requested' | null;
  voidedAt: unknown;
};

/** What still stands between a version and a label. `null` = nothing. */
export function missingFor(
  rule: ReviewRule | null,
  { label, number, verdicts }: { label: string; number: number; verdicts: readonly Verdict[] },
): { missing: number; changesRequested: boolean } | null {
  if (rule === null || !rule.labels.includes(label)) return null;
  const counted = verdicts.filter(
    (one) =>
      one.number === number &&
      one.voidedAt === null &&
      (rule.reviewerIds.length === 0 || rule.reviewerIds.includes(one.reviewerId)),
  );
  const changesRequested = counted.some((one) => one.verdict === 'changes_requested');
  const missing = Math.max(0, rule.needed - counted.filter((one) => one.verdict === 'approved').length);
  return missing === 0 && !changesRequested ? null : { missing, changesRequested };
}

/** Where a version's review stands: one who asks for changes outweighs all others, one who has not answered is waited for. */
export function reviewState(verdicts: readonly Verdict['verdict'][]): ListedPrompt['review'] {
  if (verdicts.includes('changes_requested')) return 'changes_requested';
  if (verdicts.includes(null)) return 'waiting';
  return verdicts.includes('approved') ? 'approved' : 'none';
}
