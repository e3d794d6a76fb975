import type { ReleaseManifest } from 'signalbox/contract/lifecycle';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { shortId } from '../../../format/id.ts';
import { FoldedText } from '../../../ui/fold.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { manifestLines } from '../model/manifest-lines.ts';

/** What an agent is made of, a slot a row; what is empty is left out. */
export function ManifestView({ manifest }: { manifest: ReleaseManifest }) {
  const lines = manifestLines(manifest);
  if (lines.length === 0) return <p className="text-muted">Nothing is named: the release is empty.</p>;
  return (
    <dl className="grid gap-x-4 desk:grid-cols-[136px_minmax(0,1fr)]">
      {lines.map(({ slot, items }) => (
        <div key={slot} className="contents">
          <dt className="border-t border-line pt-1.5 text-muted">{slot}</dt>
          <dd className="min-w-0 pb-1.5 desk:border-t desk:border-line desk:pt-1.5">
            <ul>
              {items.map((item) => (
                <li key={item.name} className="flex flex-wrap gap-x-2 [overflow-wrap:anywhere]">
                  {item.prompt === undefined ? (
                    <SafeLine text={item.name} max={300} />
                  ) : (
                    <Link
                      to="/prompts/$promptId"
                      params={{ promptId: item.prompt.name }}
                      search={{ show: 'versions', v: String(item.prompt.version) }}
                      className="text-accent hover:underline"
                    >
                      <SafeLine text={item.name} max={300} />
                    </Link>
                  )}
                  {item.note === '' ? null : <Note>{item.note}</Note>}
                  {item.hash === null ? null : (
                    <span className="mono text-muted" title={item.hash}>
                      {shortId(item.hash.replace('sha256:', ''))}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </dd>
        </div>
      ))}
      {manifest.notes === undefined ? null : (
        <>
          <dt className="border-t border-line pt-1.5 text-muted">Notes</dt>
          <dd className="min-w-0 pb-1.5 desk:border-t desk:border-line desk:pt-1.5">
            <FoldedText text={manifest.notes} />
          </dd>
        </>
      )}
    </dl>
  );
}

const Note = ({ children }: { children: ReactNode }) => <span className="text-muted">{children}</span>;
