import { SafeLine } from '../../../ui/safe-text.tsx';

/** What speaks for a release. Addresses of the web lead there; anything else is a sentence and nothing more. */
export function Evidence({ of }: { of: readonly string[] }) {
  if (of.length === 0) return <p className="text-muted">None was given.</p>;
  return (
    <ul>
      {of.map((one) => (
        <li key={one} className="[overflow-wrap:anywhere]">
          {/^https?:\/\/\S+$/i.test(one) ? (
            <a href={one} target="_blank" rel="noreferrer noopener" className="text-accent hover:underline">
              <SafeLine text={one} max={300} />
            </a>
          ) : (
            <SafeLine text={one} max={600} />
          )}
        </li>
      ))}
    </ul>
  );
}
