import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ModelProvider } from 'signalbox/contract/access/providers';
import { plural } from '../../format/number.ts';
import { ConfirmVerb } from '../../ui/confirm-verb.tsx';
import { SafeLine } from '../../ui/safe-text.tsx';
import { Time } from '../../ui/zone.tsx';
import { change } from '../api.ts';
import { providerQuery } from './queries.ts';

/** The key is lost for good, so its name is typed; who used the provider is told before. */
export function RemoveProviderDialog({ provider, onClose }: { provider: ModelProvider; onClose: () => void }) {
  const client = useQueryClient();
  const detail = useQuery(providerQuery(provider.id));
  const remove = useMutation({
    mutationFn: () => change(`/providers/${provider.id}/remove`, { confirm: provider.name }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['access'] });
      onClose();
    },
  });
  const uses = detail.data?.uses ?? [];
  return (
    <ConfirmVerb
      title={`Remove ${provider.name}?`}
      verb="Remove provider"
      typed={provider.name}
      busy={remove.isPending}
      error={remove.error ?? detail.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>The playground can ask it no more. Its key is destroyed and cannot be brought back.</p>
      {detail.data === undefined ? null : uses.length === 0 ? (
        <p>Nobody has used it.</p>
      ) : (
        <ul aria-label="Used by">
          {uses.slice(0, 10).map((one) => (
            <li key={one.actor}>
              <SafeLine text={one.actorName ?? one.actor} max={80} />: {plural(one.uses, 'time')}, last{' '}
              <Time at={one.lastAt} />
            </li>
          ))}
        </ul>
      )}
    </ConfirmVerb>
  );
}
