import { AppError } from '../../spine/errors.ts';
import type { CheckedContent } from './check-content.ts';

/** Throws `prompts.invalid` with a field for each error; warnings stand in nobody's way. */
export function refuseErrors({ issues }: Pick<CheckedContent, 'issues'>): void {
  const errors = issues.filter((one) => one.severity === 'error');
  if (errors.length === 0) return;
  const fields = errors.map(({ path, line, sentence }) => ({
    path: line === null ? path : `${path}:${line}`,
    message: sentence,
  }));
  throw new AppError('prompts.invalid', { params: { first: errors[0]!.sentence }, fields });
}
