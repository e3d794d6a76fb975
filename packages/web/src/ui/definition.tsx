import type { ReactNode } from 'react';

/** Names and values, aligned; for attributes and other facts. */
export function Definitions({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[minmax(112px,38%)_minmax(0,1fr)] px-4">{children}</dl>;
}

export function Definition({ name, children, mono = false }: { name: ReactNode; children: ReactNode; mono?: boolean }) {
  return (
    <div className="contents">
      <dt
        className={`border-b border-line py-1 pr-3 text-muted [overflow-wrap:anywhere] ${mono ? 'mono leading-5' : ''}`}
      >
        {name}
      </dt>
      <dd className={`min-w-0 border-b border-line py-1 [overflow-wrap:anywhere] ${mono ? 'mono leading-5' : ''}`}>
        {children}
      </dd>
    </div>
  );
}
