import { Link } from '@tanstack/react-router';
import { type PromptTab, promptTabs } from '../search.ts';

const look = 'inline-flex h-11 shrink-0 items-center border-b-2 px-1 hover:text-ink desk:h-8';

/** The pages of a prompt, in the address. */
export function PromptTabs({ shown }: { shown: PromptTab }) {
  return (
    <nav
      aria-label="Prompt"
      className="flex shrink-0 gap-4 overflow-x-auto overflow-y-hidden border-b border-line px-4 max-desk:border-t"
    >
      {(Object.keys(promptTabs) as PromptTab[]).map((tab) => (
        <Link
          key={tab}
          to="."
          search={(s) => ({
            ...s,
            show: tab === 'content' ? undefined : tab,
            v: undefined,
            against: undefined,
            run: undefined,
          })}
          activeOptions={{ exact: true, includeSearch: true }}
          // Versions and others have more in their address than the tab.
          aria-current={shown === tab ? 'page' : undefined}
          className={`${look} ${shown === tab ? 'border-accent text-ink' : 'border-transparent text-muted'}`}
        >
          {promptTabs[tab]}
        </Link>
      ))}
    </nav>
  );
}
