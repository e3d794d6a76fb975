import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { troubleOf } from '../ui/error-state.tsx';
import { Field } from '../ui/field.tsx';
import { change } from './api.ts';
import { meQuery } from './queries.ts';

/** Sets or replaces the password of who is signed in; `app`: an authenticator app is set up, whose code does instead of it. */
export function PasswordForm({ has, app }: { has: boolean; app: boolean }) {
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [current, setCurrent] = useState('');
  const [code, setCode] = useState('');
  const set = useMutation({
    mutationFn: (password: string) =>
      change('/me/password', { password, ...(current !== '' && { current }), ...(code !== '' && { code }) }),
    onSuccess: () => {
      for (const clear of [setText, setCurrent, setCode]) clear('');
      return client.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
  const short = text !== '' && text.length < 12;
  const refused = set.error ? troubleOf(set.error).message : undefined;
  return (
    <form
      className="flex max-w-sm flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.length >= 12) set.mutate(text);
      }}
    >
      {has ? (
        <Field
          label="Present password"
          type="password"
          autoComplete="current-password"
          maxLength={200}
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
          hint="Not needed within five minutes of a sign-in by link"
        />
      ) : null}
      {app ? (
        <Field
          label={has ? 'Or a code of your authenticator app' : 'Code of your authenticator app'}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={20}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      ) : null}
      <Field
        label={has ? 'New password' : 'Set a password'}
        type="password"
        autoComplete="new-password"
        minLength={12}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={refused}
        hint={
          set.isSuccess && text === ''
            ? 'Password set.'
            : short
              ? `${12 - text.length} more characters`
              : 'At least 12 characters'
        }
      />
      <div>
        <Button type="submit" disabled={text.length < 12 || set.isPending}>
          Set password
        </Button>
      </div>
    </form>
  );
}
