import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { troubleOf } from '../ui/error-state.tsx';
import { Field } from '../ui/field.tsx';
import { change } from './api.ts';
import { meQuery } from './queries.ts';

/** Sets or replaces the password of who is signed in. */
export function PasswordForm({ has }: { has: boolean }) {
  const client = useQueryClient();
  const [text, setText] = useState('');
  const set = useMutation({
    mutationFn: (password: string) => change('/me/password', { password }),
    onSuccess: () => {
      setText('');
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
