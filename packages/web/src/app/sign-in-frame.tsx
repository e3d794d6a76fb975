import type { ReactNode } from 'react';
import { Lamp } from '../ui/lamp.tsx';
import { troubleOf } from '../ui/error-state.tsx';

/** The page outside the house: one column, the name, one thing to do. */
export function SignInFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="grid min-h-full place-items-center px-4 py-10">
      <div className="flex w-full max-w-[340px] flex-col gap-5">
        <p className="flex items-center gap-2 font-semibold">
          <Lamp aspect="clear" label="" size={18} />
          Signalbox
        </p>
        <h1 className="text-title font-semibold">{title}</h1>
        {children}
      </div>
    </main>
  );
}

/** What went wrong with a sign-in, in the words of the API. */
export function SignInTrouble({ error }: { error: unknown }) {
  if (!error) return null;
  const { title, message, requestId } = troubleOf(error);
  return (
    <div role="alert" className="flex gap-2 rounded-control border border-danger px-3 py-2">
      <span className="pt-0.5">
        <Lamp aspect="danger" label="Error" />
      </span>
      <div>
        <p className="font-medium">{title}</p>
        <p className="text-muted">{message}</p>
        {requestId === null ? null : <p className="mono text-muted">{requestId}</p>}
      </div>
    </div>
  );
}

export function LoginLinkHint() {
  return (
    <p className="border-t border-line pt-4 text-muted">
      No password, or lost it? On the machine that runs Signalbox,{' '}
      <code className="mono rounded-control bg-sunk px-1 text-ink">npm run signalbox -- login-link</code> prints a link
      that works once, for 15 minutes.
    </p>
  );
}
