import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { CopyId } from './copy-button.tsx';
import { Lamp } from './lamp.tsx';

export type Trouble = { title: string; message: string; requestId: string | null };

/** Any thrown thing as words: a problem of the API keeps its own. */
export function troubleOf(error: unknown): Trouble {
  const e = (error ?? {}) as Partial<Trouble>;
  return {
    title: e.title ?? 'This page met a defect',
    message: e.message ?? 'Reload the page.',
    requestId: e.requestId ?? null,
  };
}

/** A part that could not be read: what is known, what to do, the request id. `whole`: there is nothing else on the page. */
export function ErrorState({
  error,
  onRetry,
  children,
  whole = false,
}: {
  error: unknown;
  onRetry?: (() => void) | undefined;
  children?: ReactNode;
  whole?: boolean;
}) {
  const Heading = whole ? 'h1' : 'h2';
  const { title, message, requestId } = troubleOf(error);
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-start gap-3 px-4 py-12">
      <div className="flex items-center gap-2">
        <Lamp aspect="danger" label="Error" />
        <Heading className="text-section font-semibold [overflow-wrap:anywhere]">{title}</Heading>
      </div>
      <p className="text-prose text-muted [overflow-wrap:anywhere]">{message}</p>
      {children}
      <div className="flex items-center gap-3">
        {onRetry ? <Button onClick={onRetry}>Try again</Button> : null}
        {requestId === null ? null : <CopyId id={requestId} label="request id" />}
      </div>
    </div>
  );
}
