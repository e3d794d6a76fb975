import type { ModelProvider } from 'signalbox/contract/access/providers';
import { neutralLine } from '../../format/neutralise.ts';
import { Button } from '../../ui/button.tsx';
import { SafeLine } from '../../ui/safe-text.tsx';
import { dialectWords } from './provider-words.ts';

type Props = {
  provider: ModelProvider;
  /** null = of the whole workspace. */
  teamName: string | null;
  mayChange: boolean;
  mayTry: boolean;
  onAct: (verb: 'change' | 'remove' | 'try') => void;
};

/** One provider: where it is, how it is spoken to, which models are offered. */
export function ProviderRow({ provider, teamName, mayChange, mayTry, onAct }: Props) {
  const { name, dialect, baseUrl, models, hasKey } = provider;
  const called = neutralLine(name);
  return (
    <li className="grid gap-x-4 gap-y-1 border-b border-line py-2 desk:grid-cols-[minmax(0,1.2fr)_minmax(0,1.4fr)_auto] desk:items-start">
      <div className="min-w-0">
        <p className="truncate font-medium">
          <SafeLine text={name} max={120} />
        </p>
        <p className="text-meta text-muted">
          {dialectWords[dialect]}, {hasKey ? 'key sealed' : 'no key'}, {teamName === null ? 'all teams' : teamName}
        </p>
      </div>
      <div className="min-w-0">
        <p className="mono truncate leading-5" title={baseUrl}>
          {baseUrl}
        </p>
        <p className="line-clamp-2 text-meta text-muted [overflow-wrap:anywhere]">
          {models.length === 0 ? (
            'No models listed: name one when asking'
          ) : (
            <SafeLine text={models.join(', ')} max={400} />
          )}
        </p>
      </div>
      <div className="flex flex-wrap gap-1.5 desk:justify-end">
        {mayTry ? (
          <Button aria-label={`Try it: ${called}`} onClick={() => onAct('try')}>
            Try it
          </Button>
        ) : null}
        {mayChange ? (
          <>
            <Button aria-label={`Change ${called}`} onClick={() => onAct('change')}>
              Change
            </Button>
            <Button aria-label={`Remove ${called}`} onClick={() => onAct('remove')}>
              Remove
            </Button>
          </>
        ) : null}
      </div>
    </li>
  );
}
