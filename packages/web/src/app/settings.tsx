import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from '../ui/button.tsx';
import { troubleOf } from '../ui/error-state.tsx';
import { change } from './api.ts';
import { KeyTable } from './key-table.tsx';
import { PasswordForm } from './password-form.tsx';
import { meQuery } from './queries.ts';
import { Section } from './settings-section.tsx';
import { setTheme, useTheme, type Theme } from './theme.ts';

/** Account, appearance, keys. */
export function SettingsPage() {
  const me = useQuery(meQuery);
  const client = useQueryClient();
  const navigate = useNavigate();
  const signOut = useMutation({
    mutationFn: () => change('/sign-out'),
    onSuccess: async () => {
      await navigate({ to: '/sign-in' });
      client.clear();
    },
  });
  return (
    <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} role="region" aria-label="Settings">
      <div className="flex max-w-4xl flex-col px-4 pb-12 pt-4 desk:px-6">
        <h1 className="text-title font-semibold">Settings</h1>
        <Section title="Account" note={me.data?.person.email ?? ''}>
          <PasswordForm has={me.data?.person.hasPassword ?? false} />
          <div className="flex items-center gap-3">
            <Button onClick={() => signOut.mutate()} disabled={signOut.isPending}>
              Sign out
            </Button>
            {signOut.error ? (
              <p role="alert" className="text-danger">
                {troubleOf(signOut.error).message}
              </p>
            ) : null}
          </div>
        </Section>
        <Section title="Appearance" note="Kept in this browser">
          <Themes />
        </Section>
        <KeyTable />
      </div>
    </div>
  );
}

const themes: [Theme, string][] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

function Themes() {
  const chosen = useTheme();
  return (
    <fieldset className="flex flex-wrap gap-4">
      <legend className="sr-only">Theme</legend>
      {themes.map(([theme, label]) => (
        <label key={theme} className="flex min-h-11 items-center gap-2 desk:min-h-7">
          <input
            type="radio"
            name="theme"
            className="size-4 accent-(--accent)"
            checked={chosen === theme}
            onChange={() => setTheme(theme)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
