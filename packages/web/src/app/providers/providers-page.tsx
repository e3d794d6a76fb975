import { useQuery } from '@tanstack/react-query';
import type { ModelProvider } from 'signalbox/contract/access/providers';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { meQuery } from '../queries.ts';
import { mayIn, teamsFor } from '../rights.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { ProviderDialog } from './provider-dialog.tsx';
import { ProviderRow } from './provider-row.tsx';
import { providersQuery } from './queries.ts';
import { RemoveProviderDialog } from './remove-provider-dialog.tsx';
import { TryDialog } from './try-dialog.tsx';

type Asked = { verb: 'add' } | { verb: 'change' | 'remove' | 'try'; provider: ModelProvider };

/** Where Signalbox itself may ask models, for the playground; the keys are sealed and never shown. */
export function ProvidersPage() {
  const me = useQuery(meQuery).data;
  const providers = useQuery(providersQuery);
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = (): void => setAsked(null);
  const mayAdd = mayIn(me, 'model_provider.change', null) || teamsFor(me, 'model_provider.change').length > 0;
  const items = providers.data?.items ?? [];
  return (
    <SettingsFrame title="Model providers">
      <div className="flex flex-wrap items-center gap-3 py-3">
        {mayAdd ? (
          <Button tone="primary" onClick={() => setAsked({ verb: 'add' })}>
            Add a provider
          </Button>
        ) : null}
        <p className="text-muted">
          For the playground. What agents run on is told by their releases; these keys are for nothing else.
        </p>
      </div>
      {providers.isPending ? (
        <Skeleton rows={4} height={56} label="Loading providers" />
      ) : providers.error && !providers.data ? (
        <ErrorState error={providers.error} onRetry={() => void providers.refetch()} />
      ) : items.length === 0 ? (
        <EmptyState title="No provider yet">
          <p>
            Any endpoint that speaks OpenAI’s chat completions or Anthropic’s messages: theirs, a gateway, or a model on
            this machine such as vLLM or Ollama.
          </p>
        </EmptyState>
      ) : (
        <ul aria-label="Model providers" className="border-t border-line">
          {items.map((one) => (
            <ProviderRow
              key={one.id}
              provider={one}
              teamName={me?.teams.find((team) => team.id === one.teamId)?.name ?? one.teamId}
              mayChange={mayIn(me, 'model_provider.change', one.teamId)}
              mayTry={mayIn(me, 'model_provider.use', one.teamId)}
              onAct={(verb) => setAsked({ verb, provider: one })}
            />
          ))}
        </ul>
      )}
      {asked?.verb === 'add' ? <ProviderDialog provider={null} onClose={close} /> : null}
      {asked?.verb === 'change' ? <ProviderDialog provider={asked.provider} onClose={close} /> : null}
      {asked?.verb === 'remove' ? <RemoveProviderDialog provider={asked.provider} onClose={close} /> : null}
      {asked?.verb === 'try' ? <TryDialog provider={asked.provider} onClose={close} /> : null}
    </SettingsFrame>
  );
}
