import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { change } from './api.ts';
import { nextPath } from './next-path.ts';
import { LoginLinkHint, SignInFrame, SignInTrouble } from './sign-in-frame.tsx';

const route = getRouteApi('/sign-in');

/** Sign-in by e-mail and password. */
export function SignInPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const client = useQueryClient();
  const signIn = useMutation({
    mutationFn: (form: FormData) => change('/sign-in', { email: form.get('email'), password: form.get('password') }),
    onSuccess: () => {
      client.clear();
      router.history.push(nextPath(next));
    },
  });
  return (
    <SignInFrame title="Sign in">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate(new FormData(event.currentTarget));
        }}
      >
        <Field label="E-mail" name="email" type="email" autoComplete="username" required />
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
        <SignInTrouble error={signIn.error} />
        <Button type="submit" tone="primary" className="h-11! desk:h-9!" disabled={signIn.isPending}>
          {signIn.isPending ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
      <LoginLinkHint />
    </SignInFrame>
  );
}
