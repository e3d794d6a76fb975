import { useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { base } from './base.ts';

/** A path of the web that the API names, followed without loading the page anew. */
export function PathLink({ path, className, children }: { path: string; className?: string; children: ReactNode }) {
  const router = useRouter();
  // Only our own pages: an answer of the API must not lead elsewhere.
  const own = /^\/(?![/\\])/.test(path) ? path : '/';
  return (
    <a
      href={`${base}${own}`}
      {...(className === undefined ? {} : { className })}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        void router.navigate({ href: `${base}${own}` });
      }}
    >
      {children}
    </a>
  );
}
