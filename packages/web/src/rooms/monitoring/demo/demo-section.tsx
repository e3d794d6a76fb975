import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { Section } from '../../../app/settings-section.tsx';
import { Button } from '../../../ui/button.tsx';
import { demoCounts } from './demo-counts.ts';
import { demoAgentsQuery, demoQuery } from './queries.ts';
import { RemoveDemoDialog } from './remove-demo-dialog.tsx';

/** Demo data, where there is some: what it is, and the one action that ends it, followed to its end. */
export function DemoSection() {
  const me = useQuery(meQuery);
  const demo = useQuery(demoQuery);
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const [wentHere, setWentHere] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const state = demo.data?.state ?? 'none';
  const teamId = demo.data?.teamId ?? '';
  const agents = useQuery({ ...demoAgentsQuery(teamId), enabled: state === 'present' });
  const shown = state !== 'none' || wentHere;
  if (state === 'removing' && !wentHere) setWentHere(true);
  useEffect(() => {
    if (shown && location.hash === '#demo') box.current?.scrollIntoView();
  }, [shown]);
  // Every list may have held some of it.
  const gone = wentHere && state === 'none';
  useEffect(() => {
    if (gone) void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'demo' });
  }, [gone, client]);
  if (!shown) return null;
  const counts = demoCounts(agents.data);
  return (
    <Section title="Demo data" note="Made by the demo fleet">
      <div ref={box} className="flex flex-col items-start gap-3">
        <p role="status">
          {state === 'none'
            ? 'Demo data is gone.'
            : state === 'removing'
              ? 'Demo data is being removed, which takes up to a minute or two. This page follows it to its end.'
              : `Demo data is here${counts === null ? '' : `: ${counts}`}. It counts in every total of the workspace.`}
        </p>
        {state !== 'present' ? null : mayIn(me.data, 'telemetry.remove', teamId) ? (
          <Button onClick={() => setAsked(true)}>Remove demo data</Button>
        ) : (
          <p className="text-muted">An admin of the workspace can remove it.</p>
        )}
      </div>
      {asked && state === 'present' ? (
        <RemoveDemoDialog teamId={teamId} counts={counts} onClose={() => setAsked(false)} />
      ) : null}
    </Section>
  );
}
