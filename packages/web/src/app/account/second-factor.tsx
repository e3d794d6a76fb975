import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RecoveryCodes, SecondFactorOffer } from 'signalbox/contract/access';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Refusal } from '../../ui/confirm-verb.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { CopyBlock } from '../../ui/copy-button.tsx';
import { change } from '../api.ts';
import { CodeField } from './code-field.tsx';

/** One's authenticator app: set up, or removed with one of its codes. */
export function SecondFactor({ has }: { has: boolean }) {
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes !== null) return <Recovery codes={codes} onKept={() => setCodes(null)} />;
  return has ? <Remove /> : <SetUp onCodes={setCodes} />;
}

function SetUp({ onCodes }: { onCodes: (codes: string[]) => void }) {
  const client = useQueryClient();
  const offer = useMutation({ mutationFn: () => change<SecondFactorOffer>('/me/second-factor') });
  const confirm = useMutation({
    mutationFn: (code: string) => change<RecoveryCodes>('/me/second-factor/confirm', { code }),
    onSuccess: async ({ codes }) => {
      onCodes(codes);
      await client.invalidateQueries({ queryKey: ['access'] });
    },
  });
  if (!offer.data)
    return (
      <div className="flex flex-col items-start gap-2">
        <p className="text-muted">
          An authenticator app asks for six digits at each sign-in: a stolen password is not enough.
        </p>
        <Button disabled={offer.isPending} onClick={() => offer.mutate()}>
          Set up an authenticator app
        </Button>
        <Refusal error={offer.error} />
      </div>
    );
  const grouped = offer.data.secret.replace(/(.{4})(?=.)/g, '$1 ');
  return (
    <form
      className="flex max-w-md flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate(String(new FormData(event.currentTarget).get('code')));
      }}
    >
      <div className="flex flex-wrap items-start gap-4">
        <QrCode text={offer.data.uri} label="QR code of the secret" />
        <p className="min-w-48 flex-1 text-muted">
          Scan it with the app. On this phone,{' '}
          <a className="text-accent underline" href={offer.data.uri}>
            open it in the app
          </a>
          . Or add an account by hand (time-based, six digits) and type this secret:
        </p>
      </div>
      <CopyBlock text={grouped} label="Secret for the app" />
      <CodeField label="Code that the app shows" />
      <Refusal error={confirm.error} />
      <div>
        <Button type="submit" tone="primary" disabled={confirm.isPending}>
          Finish
        </Button>
      </div>
    </form>
  );
}

function Recovery({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  return (
    <div className="flex max-w-md flex-col items-start gap-2">
      <p className="text-muted">
        The app is set up; your other sessions have ended. Keep these codes for the day the phone is lost: each signs in
        once, and they are not shown again.
      </p>
      <CopyBlock text={codes.join('\n')} label="Recovery codes" />
      <Button tone="primary" onClick={onKept}>
        I have kept them
      </Button>
    </div>
  );
}

function Remove() {
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const remove = useMutation({
    mutationFn: (code: string) => change('/me/second-factor/remove', { code }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['access'] }),
  });
  if (!asked)
    return (
      <div className="flex flex-wrap items-center gap-3">
        <p>An authenticator app is set up.</p>
        <Button onClick={() => setAsked(true)}>Remove it</Button>
      </div>
    );
  return (
    <form
      className="flex max-w-sm flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        remove.mutate(String(new FormData(event.currentTarget).get('code')));
      }}
    >
      <CodeField label="Code of the app, or a recovery code" />
      <Refusal error={remove.error} />
      <div className="flex gap-2">
        <Button onClick={() => setAsked(false)}>Keep it</Button>
        <Button type="submit" disabled={remove.isPending}>
          Remove the app
        </Button>
      </div>
    </form>
  );
}
