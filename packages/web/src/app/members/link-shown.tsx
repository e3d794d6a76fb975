import { CopyBlock } from '../../ui/copy-button.tsx';

/** A sign-in link, to be sent to one person by a way that only they read. */
export function LinkShown({ url, name }: { url: string; name: string }) {
  return (
    <div className="flex flex-col gap-2">
      <p className="text-muted">
        Send this to {name}. It signs in as {name}, once and for 15 minutes, and is not shown again.
      </p>
      <CopyBlock text={url} label="Sign-in link" />
    </div>
  );
}
