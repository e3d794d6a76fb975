import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { Button, buttonLook } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { CodeField } from './account/code-field.tsx';
import { address, change } from './api.ts';
import { nextPath, withoutBase } from './next-path.ts';
import { waysQuery } from './queries.ts';
import { asksCode, isCodeNeeded, problemOf } from './sign-in-problems.ts';
import { LoginLinkHint, SignInFrame, SignInTrouble } from './sign-in-frame.tsx';

const route = getRouteApi('/sign-in');

/** Sign-in by e-mail and password. */
export function SignInPage() {
  const { next, problem } = route.useSearch();
  const ways = useQuery(waysQuery);
  const router = useRouter();
  const client = useQueryClient();
  const signIn = useMutation({
    mutationFn: (form: FormData) =>
      change('/sign-in', {
        ...{ email: form.get('email'), password: form.get('password') },
        ...(form.get('code') && { code: form.get('code') }),
      }),
    onSuccess: () => {
      client.clear();
      router.history.push(nextPath(next));
    },
  });
  return (
    <SignInFrame title="Sign in">
      {problem === undefined || signIn.error ? null : <SignInTrouble error={problemOf(problem)} />}
      {ways.data?.provider == null ? null : (
        <>
          <a
            className={`${buttonLook('primary')} h-11! desk:h-9!`}
            href={address('/sign-in/oidc', { next: withoutBase(nextPath(next)) })}
          >
            Sign in with {ways.data.provider}
          </a>
          <p className="border-t border-line pt-4 text-muted">Or here, with a password of your own:</p>
        </>
      )}
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate(new FormData(event.currentTarget));
        }}
      >
        <Field label="E-mail" name="email" type="email" autoComplete="username" required />
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
        {asksCode(signIn.error) ? <CodeField label="Code of your authenticator app, or a recovery code" /> : null}
        {isCodeNeeded(signIn.error) ? null : <SignInTrouble error={signIn.error} />}
        <Button
          type="submit"
          tone={ways.data?.provider == null ? 'primary' : 'plain'}
          className="h-11! desk:h-9!"
          disabled={signIn.isPending}
        >
          {signIn.isPending ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
      <LoginLinkHint />
    </SignInFrame>
  );
}
