import type { Issue } from 'signalbox/contract/prompts';
import type { LineMark } from '../../../ui/code-area.tsx';

/** What is said of one text of the content, by line; what names no line is said elsewhere. */
export const marksAt = (issues: readonly Issue[], path: string): LineMark[] =>
  issues.flatMap(({ path: of, line, severity, sentence }) =>
    of === path && line !== null ? [{ line, severity, sentence }] : [],
  );

export const errorsOf = (issues: readonly Issue[]): Issue[] => issues.filter((one) => one.severity === 'error');

/** Where, as one reads it: "message 2", "variables, customer". */
export function whereWords(path: string): string {
  const [first, ...rest] = path.split('.');
  if (first === 'body') return rest.length === 0 ? 'text' : `message ${Number(rest[0]) + 1}`;
  const heads: Record<string, string> = {
    variables: 'variables',
    settings: 'settings',
    outputSchema: 'output schema',
  };
  return [heads[first!] ?? first!, ...rest].join(', ');
}

/** Variables that are used and not declared, by the issues of the check: what one press can declare. */
export const undeclared = (issues: readonly Issue[]): string[] => [
  ...new Set(
    issues.flatMap(({ code, sentence }) =>
      code === 'variable_undeclared' ? (/^"([^"]+)"/.exec(sentence)?.[1] ?? []) : [],
    ),
  ),
];
