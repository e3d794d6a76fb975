import { useQuery } from '@tanstack/react-query';
import type { Key } from 'signalbox/contract/access';
import { shortId } from '../format/id.ts';
import { Time } from '../ui/zone.tsx';
import { keysQuery, meQuery } from './queries.ts';
import { Section } from './settings-section.tsx';

/** The API keys, to look at. Whoever may not read them does not see the section. */
export function KeyTable() {
  const keys = useQuery(keysQuery);
  const me = useQuery(meQuery);
  if (!keys.data) return null;
  const team = (id: string): string => me.data?.teams.find((t) => t.id === id)?.name ?? shortId(id);
  return (
    <Section title="Keys" note={`${keys.data.items.length} of this workspace`}>
      {keys.data.items.length === 0 ? (
        <p className="text-muted">No keys yet.</p>
      ) : (
        <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Keys">
          <table className="w-full min-w-[600px] border-collapse">
            <thead>
              <tr className="text-left">
                {['Name', 'Key', 'Team', 'Scopes', 'Last used', 'State'].map((h) => (
                  <th key={h} className="label border-b border-line py-1.5 pr-4 text-left">
                    {h}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {keys.data.items.map((key) => (
                <tr key={key.id} className="h-8 border-b border-line">
                  <td className="max-w-40 truncate pr-4">{key.name}</td>
                  <td className="mono whitespace-nowrap pr-4 text-muted" title={key.id}>
                    {shortId(key.id)}
                  </td>
                  <td className="max-w-32 truncate pr-4">{team(key.teamId)}</td>
                  <td className="max-w-40 truncate pr-4 text-muted" title={key.scopes.join(', ')}>
                    {key.scopes.join(', ')}
                  </td>
                  <td className="pr-4 text-muted">
                    {key.lastUsedAt === null ? 'never' : <Time at={key.lastUsedAt} />}
                  </td>
                  <td>{stateOf(key)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

function stateOf(key: Key): string {
  if (key.revokedAt !== null) return 'Revoked';
  return key.expiresAt !== null && new Date(key.expiresAt).getTime() < Date.now() ? 'Expired' : 'Active';
}
