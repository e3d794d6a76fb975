import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { Button, buttonLook } from '../ui/button.tsx';
import { change } from './api.ts';
import { meQuery } from './queries.ts';
import { LoginLinkHint, SignInFrame, SignInTrouble } from './sign-in-frame.tsx';

const route = getRouteApi('/sign-in/$token');

/** The page behind a sign-in link. Opening it uses nothing up (mail scanners open links); the button does. */
export function SignInLinkPage() {
  const { token } = route.useParams();
  const router = useRouter();
  const client = useQueryClient();
  const me = useQuery({ ...meQuery, retry: false });
  const signIn = useMutation({
    mutationFn: () => change('/sign-in/link', { token }),
    onSuccess: () => {
      client.clear();
      // Replaced: a used link must not stand in the history.
      router.history.replace('/');
    },
  });
  return (
    <SignInFrame title="Sign in with this link">
      {me.data ? (
        <p className="text-muted">
          You are signed in as <span className="text-ink">{me.data.person.email}</span>. This link may be for another
          person.
        </p>
      ) : (
        <p className="text-muted">
          It signs in the person it was made for, once. Then you can set a password, under Settings.
        </p>
      )}
      <SignInTrouble error={signIn.error} />
      <div className="flex flex-col gap-2">
        <Button tone="primary" className="h-11! desk:h-9!" disabled={signIn.isPending} onClick={() => signIn.mutate()}>
          {signIn.isPending ? 'Signing in…' : 'Sign in'}
        </Button>
        {me.data ? (
          <Link to="/" className={buttonLook()}>
            Go on as {me.data.person.name}
          </Link>
        ) : (
          <Link to="/sign-in" className={buttonLook('quiet')}>
            Use a password instead
          </Link>
        )}
      </div>
      <LoginLinkHint />
    </SignInFrame>
  );
}
