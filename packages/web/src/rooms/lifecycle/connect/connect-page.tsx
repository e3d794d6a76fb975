import { Tabs } from '@base-ui/react/tabs';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CreatedKey } from 'signalbox/contract/access';
import { useMemo, useState } from 'react';
import { change } from '../../../app/api.ts';
import { base } from '../../../app/base.ts';
import { meQuery } from '../../../app/queries.ts';
import { teamsFor } from '../../../app/rights.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { CopyBlock } from '../../../ui/copy-button.tsx';
import { Select } from '../../../ui/select.tsx';
import { Arrivals } from './arrivals.tsx';
import { FirstWeek } from './first-week.tsx';
import { frameworksFor, keyPlaceholder, type Framework } from './frameworks.ts';

const tab =
  'h-11 whitespace-nowrap border-b-2 border-transparent px-1 text-muted hover:text-ink data-active:border-accent data-active:text-ink desk:h-8';

/** From nothing to the first run: a key, the lines for one's framework, and what arrives. */
export function ConnectPage() {
  const [since] = useState(() => new Date().toISOString());
  const [secret, setSecret] = useState<string | null>(null);
  const target = { endpoint: `${location.origin}${base}`, key: secret ?? keyPlaceholder };
  return (
    <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} role="region" aria-label="Connect">
      <div className="flex flex-col gap-6 px-4 pb-12 pt-4 desk:px-6 wide:grid wide:grid-cols-[minmax(0,1fr)_320px]">
        <div className="flex min-w-0 max-w-4xl flex-col gap-6">
          <div>
            <h1 className="text-title font-semibold">Connect an agent</h1>
            <p className="max-w-prose text-prose text-muted">
              Signalbox reads OpenTelemetry. Set where to send and with which key, start the agent, and its first run
              shows below. Nothing else has to be installed.
            </p>
          </div>
          <MakeKey secret={secret} onMade={setSecret} />
          <Frameworks target={target} />
          <Arrivals since={since} />
        </div>
        <FirstWeek />
      </div>
    </div>
  );
}

function MakeKey({ secret, onMade }: { secret: string | null; onMade: (secret: string) => void }) {
  const me = useQuery(meQuery);
  const client = useQueryClient();
  const teams = teamsFor(me.data, 'key.create');
  const [teamId, setTeamId] = useState<string>();
  const chosen = teamId ?? teams[0]?.id ?? '';
  const [contentMode, setContentMode] = useState('keep');
  const make = useMutation({
    mutationFn: () => change<CreatedKey>('/keys', { name: 'Connect', teamId: chosen, scopes: ['ingest'], contentMode }),
    onSuccess: async (made) => {
      onMade(made.secret);
      await client.invalidateQueries({ queryKey: ['access'] });
    },
  });
  if (secret !== null)
    return (
      <p role="status" className="max-w-prose">
        The key stands in the lines below. It is shown only now; copy them before you leave this page.
      </p>
    );
  if (me.data?.rights.includes('key.create') !== true)
    return <p className="max-w-prose text-muted">You may not make keys. Ask an operator of your team for one.</p>;
  return (
    <section aria-label="Key" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {teams.length > 1 ? (
          <Select
            label="Team"
            value={chosen}
            choices={teams.map((team) => ({ value: team.id, label: team.name }))}
            onChange={setTeamId}
          />
        ) : null}
        <Select
          label="Content"
          value={contentMode}
          choices={[
            { value: 'keep', label: 'Keep what is said' },
            { value: 'mask', label: 'Mask secrets and personal data' },
            { value: 'drop', label: 'Drop what is said' },
          ]}
          onChange={setContentMode}
        />
        <Button tone="primary" disabled={make.isPending || chosen === ''} onClick={() => make.mutate()}>
          Make a key
        </Button>
      </div>
      <Refusal error={make.error} />
    </section>
  );
}

function Frameworks({ target: { endpoint, key } }: { target: { endpoint: string; key: string } }) {
  const all = useMemo(() => frameworksFor({ endpoint, key }), [endpoint, key]);
  return (
    <Tabs.Root defaultValue={all[0]!.id} className="flex min-w-0 flex-col">
      <div className="border-b border-line">
        <Tabs.List className="flex flex-wrap gap-x-4">
          {all.map((one) => (
            <Tabs.Tab key={one.id} value={one.id} className={tab}>
              {one.name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </div>
      {all.map((one) => (
        <Tabs.Panel key={one.id} value={one.id} className="flex min-w-0 flex-col gap-2 pt-3">
          <Snippets of={one} />
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}

function Snippets({ of: { name, install, code, note, language } }: { of: Framework }) {
  return (
    <>
      {install === '' ? null : <CopyBlock text={install} label={`Set up ${name}`} />}
      {code === '' ? null : <CopyBlock text={code} label={`${name}, ${language}`} />}
      {note === undefined ? null : <p className="max-w-prose text-muted">{note}</p>}
    </>
  );
}
