import { useQuery } from '@tanstack/react-query';
import { facetsQuery } from '../../../app/queries.ts';
import { environmentOrderQuery, environmentRulesQuery, servedQuery } from '../fleet-queries.ts';

/** What environments are usually called: offered where nothing else is known. */
const usual = ['development', 'testing', 'staging', 'production'];

/** Environments that anything is known of, each once, and then those that are usual. */
export function useKnownEnvironments(): string[] {
  const seen = useQuery(facetsQuery).data?.environments ?? [];
  const served = useQuery(servedQuery(undefined)).data?.items ?? [];
  const ruled = useQuery(environmentRulesQuery).data?.items ?? [];
  const ordered = useQuery(environmentOrderQuery).data?.environments ?? [];
  const named = [...served, ...ruled].map((one) => one.environment);
  return [...new Set([...ordered, ...named, ...seen, ...usual])].filter((name) => name !== '');
}
