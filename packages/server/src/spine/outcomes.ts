/** What can come of a run. */
export const outcomes = ['completed', 'failed', 'passed_to_person', 'abandoned', 'unknown'] as const;

/**
 * Outcomes that are told apart from spans are scores of this name, with the outcome as their label. Their source is who says it, and
 * decides which of them holds.
 */
export const outcomeScore = 'signalbox.outcome';
export const outcomeSources = ['person', 'evaluator', 'outcome'] as const;
export type OutcomeSource = (typeof outcomeSources)[number];

/** Names that only Signalbox itself gives to scores: whoever could send them could speak for a person. */
export const isReservedScore = (name: string): boolean => name.startsWith('signalbox.');
