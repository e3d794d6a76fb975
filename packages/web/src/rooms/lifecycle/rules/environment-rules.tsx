import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { facetsQuery, meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Suggest } from '../../../ui/suggest.tsx';
import { environmentOrderQuery, environmentRulesQuery, servedQuery } from '../fleet-queries.ts';
import { noRule, placesOf, ruleWords } from '../model/environment-rule.ts';
import { EnvironmentRuleForm } from './environment-rule-form.tsx';
import { useKnownEnvironments } from './use-known-environments.ts';

/** Every environment that is known, with who signs off before anything is deployed there. */
export function EnvironmentRules() {
  const may = mayIn(useQuery(meQuery).data, 'environment.change', null);
  const rules = useQuery(environmentRulesQuery);
  const known = useQuery(facetsQuery).data?.environments ?? [];
  const served = (useQuery(servedQuery(undefined)).data?.items ?? []).map((one) => one.environment);
  const ordered = useQuery(environmentOrderQuery).data?.environments ?? [];
  const usual = useKnownEnvironments();
  const [open, setOpen] = useState<string | null>(null);
  const [added, setAdded] = useState<string[]>([]);
  if (rules.data === undefined)
    return rules.error ? (
      <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
    ) : (
      <Skeleton rows={3} label="Loading rules" />
    );
  const places = placesOf(rules.data.items, [...known, ...served, ...ordered, ...added]);
  return (
    <div className="flex flex-col gap-2">
      {places.length === 0 ? (
        <p className="text-muted">
          No environment is known yet: one appears with its first deployment, or with the first run that names it.
          {may ? ' To set a rule before that, name it here.' : ''}
        </p>
      ) : null}
      <ul aria-label="Environments" className="border-t border-line">
        {places.map(({ environment, rule }) => (
          <li key={environment} className="border-b border-line py-1.5">
            <div className="flex min-h-8 flex-wrap items-center gap-x-3">
              <span className="min-w-0 basis-32 font-medium [overflow-wrap:anywhere]">
                <SafeLine text={environment} max={120} />
              </span>
              <span className="min-w-0 flex-1 basis-52 text-muted">{ruleWords(rule ?? noRule)}</span>
              {may && open !== environment ? (
                <Button aria-label={`Change the rule of ${environment}`} onClick={() => setOpen(environment)}>
                  Change
                </Button>
              ) : null}
            </div>
            {open === environment ? (
              <EnvironmentRuleForm {...{ environment }} rule={rule ?? noRule} onDone={() => setOpen(null)} />
            ) : null}
          </li>
        ))}
      </ul>
      {may ? (
        <Suggest
          key={added.length}
          id="rule-environment"
          label="Another environment"
          value=""
          suggestions={usual.filter((name) => !places.some((one) => one.environment === name))}
          onCommit={(name) => {
            setAdded([...added, name]);
            setOpen(name);
          }}
        />
      ) : (
        <p className="text-muted">Rules are set by compliance and admins.</p>
      )}
    </div>
  );
}
