import { useQuery } from '@tanstack/react-query';
import type { Agent, AgentRecord } from 'signalbox/contract/lifecycle';
import { type ReactNode, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { FoldedText } from '../../../ui/fold.tsx';
import { Part } from '../../../ui/part.tsx';
import { RiskMark } from '../../../ui/risk-mark.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { riskParts } from '../model/profile-form.ts';
import { recordQuery } from '../release-queries.ts';
import { DescribeDialog } from './describe-dialog.tsx';
import { Objectives } from './objectives.tsx';

type Props = { agent: Agent; mayChange: boolean; onClaim: () => void };

/** What people say about an agent: what it is for, who answers, what it may harm, what is expected of it. */
export function About({ agent, mayChange, onClaim }: Props) {
  const record = useQuery(recordQuery(agent.id));
  const [editing, setEditing] = useState<AgentRecord | null>(null);
  // As it stands now, and so to its end: what others say meanwhile is to be refused, not written over.
  const describe = async (): Promise<void> => setEditing((await record.refetch()).data ?? null);
  if (record.isError && !record.data) return <ErrorState error={record.error} onRetry={() => void record.refetch()} />;
  if (record.data === undefined) return null;
  return (
    <Part title="About" end={mayChange ? <Button onClick={() => void describe()}>Describe</Button> : null}>
      <dl className="grid gap-x-4 gap-y-1 desk:grid-cols-[136px_minmax(0,1fr)]">
        <Said name="Owner">
          {agent.owner === null ? (
            <span className="flex flex-wrap items-center gap-2">
              <span className="text-muted">Unclaimed: nobody answers for it.</span>
              {mayChange ? <Button onClick={onClaim}>Claim</Button> : null}
            </span>
          ) : (
            <SafeLine text={agent.owner.name} max={120} />
          )}
        </Said>
        <Facts of={record.data} />
      </dl>
      <Objectives of={record.data.profile.objectives} figures={agent.figures} />
      {editing === null ? null : <DescribeDialog record={editing} onClose={() => setEditing(null)} />}
    </Part>
  );
}

function Facts({ of: { profile, riskClass } }: { of: AgentRecord }) {
  const { purpose, onCall, runbook, risk = {}, budget } = profile;
  return (
    <>
      <Said name="Purpose">{purpose === undefined ? null : <FoldedText text={purpose} lines={4} />}</Said>
      <Said name="Risk">
        {riskClass === null ? null : (
          <span className="flex flex-wrap gap-x-4">
            <RiskMark level={riskClass} />
            <span className="text-muted">
              {Object.entries(risk)
                .map(([part, level]) => `${riskParts[part as keyof typeof riskParts].toLowerCase()}: ${level}`)
                .join(' · ')}
            </span>
          </span>
        )}
      </Said>
      <Said name="On call">{onCall === undefined ? null : <SafeLine text={onCall} max={300} />}</Said>
      <Said name="Runbook">
        {runbook === undefined ? null : (
          <a href={runbook} target="_blank" rel="noreferrer noopener" className="text-accent hover:underline">
            <SafeLine text={runbook} max={300} />
          </a>
        )}
      </Said>
      <Said name="Tools">{names(profile.tools)}</Said>
      <Said name="MCP servers">{names(profile.mcpServers)}</Said>
      <Said name="Data sources">{names(profile.dataSources)}</Said>
      {profile.calls === undefined ? null : <Said name="Says it calls">{names(profile.calls)}</Said>}
      {budget === undefined ? null : (
        <Said name="Budget">
          <SafeLine text={budget} max={200} />
        </Said>
      )}
      {profile.tags === undefined ? null : <Said name="Tags">{names(profile.tags)}</Said>}
    </>
  );
}

const names = (all: readonly string[] | undefined): ReactNode =>
  all === undefined || all.length === 0 ? null : <SafeLine text={all.join(', ')} max={2000} />;

function Said({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="pt-0.5 text-muted">{name}</dt>
      <dd className="min-w-0 pt-0.5 [overflow-wrap:anywhere]">
        {children ?? <span className="text-muted">not said</span>}
      </dd>
    </>
  );
}
