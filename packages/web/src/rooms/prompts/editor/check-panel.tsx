import type { Checked, Issue } from 'signalbox/contract/prompts';
import { count } from '../../../format/number.ts';
import { troubleOf } from '../../../ui/error-state.tsx';
import { SafeText } from '../../../ui/safe-text.tsx';
import { errorsOf, whereWords } from '../model/issues.ts';

type Props = { issues: readonly Issue[]; checked: Checked | undefined; error: unknown };

/** What saving would say, as one writes. */
export function CheckPanel({ issues, checked, error }: Props) {
  const errors = errorsOf(issues).length;
  const warnings = issues.length - errors;
  const verdict =
    errors > 0
      ? `${errors} ${errors === 1 ? 'error stands' : 'errors stand'} in the way of saving`
      : checked === undefined
        ? 'Checking…'
        : warnings > 0
          ? `Can be saved; ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`
          : 'Nothing speaks against saving';
  return (
    <section aria-label="Check" className="flex flex-col gap-1">
      <h2 className="font-semibold">Check</h2>
      {error ? (
        <p role="alert" className="text-danger">
          {troubleOf(error).title}. What is checked is as of the last answer.
        </p>
      ) : null}
      <p role="status" className={errors > 0 ? 'text-danger' : 'text-muted'}>
        {verdict}
      </p>
      <ul className="flex flex-col">
        {issues.map((issue, at) => (
          <li key={at} className="border-t border-line py-1 [overflow-wrap:anywhere]">
            <span className={issue.severity === 'error' ? 'text-danger' : 'text-caution'}>
              {issue.severity === 'error' ? '✕' : '!'}{' '}
            </span>
            <SafeText text={issue.sentence} />{' '}
            <span className="text-muted">
              {whereWords(issue.path)}
              {issue.line === null ? '' : `, line ${issue.line}`}
            </span>
          </li>
        ))}
      </ul>
      {checked === undefined ? null : (
        <p className="text-muted" title="An estimate from the text alone; each model counts differently">
          About <span className="tabular-nums">{count(checked.estimatedTokens)}</span> tokens
          {checked.references.length === 0
            ? ''
            : `; refers to ${checked.references.map((one) => `${one.name}@${one.at}`).join(', ')}`}
        </p>
      )}
    </section>
  );
}
