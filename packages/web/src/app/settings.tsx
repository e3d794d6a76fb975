import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { DemoSection } from '../rooms/monitoring/demo/demo-section.tsx';
import { Button } from '../ui/button.tsx';
import { troubleOf } from '../ui/error-state.tsx';
import { change } from './api.ts';
import { SecondFactor } from './account/second-factor.tsx';
import { PasswordForm } from './password-form.tsx';
import { meQuery } from './queries.ts';
import { SettingsFrame } from './settings-frame.tsx';
import { Section } from './settings-section.tsx';
import { setTheme, useTheme, type Theme } from './theme.ts';

/** Account, second factor, appearance. */
export function SettingsPage() {
  const me = useQuery(meQuery);
  const here = me.data?.person.signsIn !== 'provider';
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
    <SettingsFrame title="Settings">
      <Section title="Account" note={me.data?.person.email ?? ''}>
        {here ? (
          <PasswordForm has={me.data?.person.hasPassword ?? false} app={me.data?.person.secondFactor ?? false} />
        ) : (
          <p className="text-muted">
            You sign in through the identity provider, which keeps password and second factor.
          </p>
        )}
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
      {here ? (
        <Section title="Second factor" note={me.data?.person.secondFactor ? 'Asked for at each sign-in' : 'Not set up'}>
          <SecondFactor has={me.data?.person.secondFactor ?? false} />
        </Section>
      ) : null}
      <Section title="Appearance" note="Kept in this browser">
        <Themes />
      </Section>
      <DemoSection />
    </SettingsFrame>
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
