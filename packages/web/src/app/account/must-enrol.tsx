import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '../../ui/button.tsx';
import { change } from '../api.ts';
import { SignInFrame } from '../sign-in-frame.tsx';
import { SecondFactor } from './second-factor.tsx';

/** What who owes a second factor sees instead of the house. */
export function MustEnrol() {
  const client = useQueryClient();
  const signOut = useMutation({ mutationFn: () => change('/sign-out'), onSuccess: () => client.resetQueries() });
  return (
    <SignInFrame title="Set up your authenticator app">
      <p className="text-muted">This workspace asks everybody for a second factor. Set yours up, then go on.</p>
      <SecondFactor has={false} />
      <div className="border-t border-line pt-4">
        <Button disabled={signOut.isPending} onClick={() => signOut.mutate()}>
          Sign out
        </Button>
      </div>
    </SignInFrame>
  );
}
