import type { ReviewRule } from 'signalbox/contract/prompts';

/** The rule of the folder itself or the nearest above it; null = nobody has to look. */
export function ruleOf(
  rules: readonly ReviewRule[],
  { teamId, folder }: { teamId: string; folder: string },
): ReviewRule | null {
  const holds = (above: string): boolean => above === '' || folder === above || folder.startsWith(`${above}/`);
  const fitting = rules.filter((rule) => rule.teamId === teamId && holds(rule.folder));
  return fitting.toSorted((a, b) => b.folder.length - a.folder.length)[0] ?? null;
}

/** "2 approvals before production moves." */
export const ruleWords = (rule: ReviewRule | null): string =>
  rule === null
    ? 'No rule asks for a review here.'
    : `${rule.needed === 1 ? 'One approval' : `${rule.needed} approvals`} before ${rule.labels.join(', ')} ${rule.labels.length === 1 ? 'moves' : 'move'} (rule of ${rule.folder === '' ? 'all folders' : rule.folder}).`;
