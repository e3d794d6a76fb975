import { Field } from '../../../ui/field.tsx';
import { type SyncDraft, takesCredential } from './sync-draft.ts';

type Props = {
  draft: SyncDraft;
  isKept: boolean;
  error: string | undefined;
  put: (over: Partial<SyncDraft>) => void;
};

/** How the server proves itself to the host: what is kept is sealed and never shown, only kept, replaced or removed. */
export function CredentialFields({ draft, isKept, error, put }: Props) {
  if (!takesCredential(draft))
    return <p className="text-muted">A credential is only for https. ssh uses the key of the server’s own account.</p>;
  const choices: [SyncDraft['credential'], string][] = [
    ...(isKept ? ([['keep', 'Keep the one that is sealed here']] as [SyncDraft['credential'], string][]) : []),
    ['none', 'None: the repository is public'],
    ['new', isKept ? 'Another one' : 'User and token'],
  ];
  return (
    <fieldset>
      <legend className="font-medium">Credential</legend>
      {choices.map(([value, label]) => (
        <label key={value} className="flex min-h-11 items-center gap-2 desk:min-h-7">
          <input
            type="radio"
            name="credential"
            className="size-4 accent-(--accent)"
            checked={draft.credential === value}
            onChange={() => put({ credential: value })}
          />
          {label}
        </label>
      ))}
      {draft.credential === 'new' ? (
        <div className="grid gap-x-4 gap-y-3 pt-2 desk:grid-cols-2">
          <Field
            label="User"
            value={draft.user}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => put({ user: event.target.value })}
          />
          <Field
            label="Token or password"
            type="password"
            value={draft.secret}
            maxLength={2000}
            autoComplete="new-password"
            hint="Kept sealed, never shown again."
            onChange={(event) => put({ secret: event.target.value })}
          />
        </div>
      ) : null}
      {error === undefined ? null : (
        <p role="alert" className="text-danger">
          The credential {error}
        </p>
      )}
    </fieldset>
  );
}
