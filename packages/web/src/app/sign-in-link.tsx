import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import type { LinkFacts } from 'signalbox/contract/access';
import { Button, buttonLook } from '../ui/button.tsx';
import { SafeLine } from '../ui/safe-text.tsx';
import { Time } from '../ui/zone.tsx';
import { CodeField } from './account/code-field.tsx';
import { change } from './api.ts';
import { base } from './base.ts';
import { meQuery } from './queries.ts';
import { LoginLinkHint, SignInFrame, SignInTrouble } from './sign-in-frame.tsx';
import { isCodeNeeded } from './sign-in-problems.ts';

const route = getRouteApi('/sign-in/$token');

/** The page behind a sign-in link: whom it is for. Opening it uses nothing up (mail scanners open links); the button does. */
export function SignInLinkPage() {
  const { token } = route.useParams();
  const router = useRouter();
  const client = useQueryClient();
  const me = useQuery({ ...meQuery, retry: false });
  const link = useQuery({
    queryKey: ['link', token],
    queryFn: () => change<LinkFacts>('/sign-in/link/peek', { token }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const signIn = useMutation({
    mutationFn: (code: FormDataEntryValue | null) => change('/sign-in/link', { token, ...(code !== null && { code }) }),
    onSuccess: () => {
      client.clear();
      // Replaced: a used link must not stand in the history.
      router.history.replace(`${base}/`);
    },
  });
  const asksCode = link.data?.codeNeeded === true || isCodeNeeded(signIn.error);
  return (
    <SignInFrame title={link.data ? `Sign in as ${link.data.name}` : 'Sign in with this link'}>
      {link.data ? (
        <p className="text-muted">
          This link is for{' '}
          <span className="text-ink">
            <SafeLine text={link.data.email} max={254} />
          </span>
          . It works once, until <Time at={link.data.expiresAt} />.
        </p>
      ) : null}
      {me.data && me.data.person.email !== link.data?.email ? (
        <p className="text-muted">
          You are signed in as <span className="text-ink">{me.data.person.email}</span>; using the link ends that here.
        </p>
      ) : null}
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate(new FormData(event.currentTarget).get('code'));
        }}
      >
        {asksCode ? <CodeField label="Code of your authenticator app, or a recovery code" /> : null}
        <SignInTrouble error={isCodeNeeded(signIn.error) ? link.error : (signIn.error ?? link.error)} />
        {link.error ? null : (
          <Button
            type="submit"
            tone="primary"
            className="h-11! desk:h-9!"
            disabled={signIn.isPending || link.isPending}
          >
            {signIn.isPending ? 'Signing in…' : 'Sign in'}
          </Button>
        )}
        {me.data ? (
          <Link to="/" className={buttonLook()}>
            Go on as {me.data.person.name}
          </Link>
        ) : (
          <Link to="/sign-in" className={buttonLook('quiet')}>
            Use a password instead
          </Link>
        )}
      </form>
      <LoginLinkHint />
    </SignInFrame>
  );
}
