import type { PromptUse } from 'signalbox/contract/prompts/use';

type Figures = NonNullable<PromptUse['versions'][number]['figures']>;
/** Below this, shares would say more than is known. */
const fewRuns = 20;

/** "~92 % completed" of those whose outcome is known, counts where there are few; ~ where some were inferred. */
export function completedWords({ runs, completed, unknown }: Figures): string {
  const known = runs - unknown;
  const mark = completed.inferred > 0 ? '~' : '';
  const rest = unknown === 0 ? '' : `, ${unknown} unknown`;
  if (known < fewRuns) return `${mark}${completed.count} completed${rest}`;
  return `${mark}${Math.round((100 * completed.count) / known)} % completed${rest}`;
}

/** "4.20 USD", and what is not in it. `money` writes US dollars. */
export function costWords({ costUsd, costUnknownCalls }: Figures, money: (usd: number | null) => string): string {
  return `${money(costUsd)} USD${costUnknownCalls === 0 ? '' : ` and ${costUnknownCalls} calls of unknown cost`}`;
}

/** "helpful 0.82 of 40". */
export const scoreWords = ({ name, mean, count }: Figures['scores'][number]): string =>
  `${name} ${mean.toFixed(2)} of ${count}`;
