import type { Deployment, ScheduledDeployment } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { inputToIso } from '../../../app/datetime-input.ts';
import { ConfirmVerb } from '../../../ui/confirm-verb.tsx';
import { Field } from '../../../ui/field.tsx';
import { Labelled } from '../../../ui/labelled.tsx';
import { Select } from '../../../ui/select.tsx';
import { Suggest } from '../../../ui/suggest.tsx';
import type { Done } from '../../../ui/undo-bar.tsx';
import { useZone } from '../../../ui/zone.tsx';
import { deployWords, reachWords } from '../model/reach-words.ts';
import { useVerb } from '../use-verb.ts';
import { Hindrances, ServedDifferences } from './place-notes.tsx';
import { type Subject, useEnvironments, usePlaceFacts } from './use-place-facts.ts';

type Props = {
  agent: Subject;
  /** Chosen before; '' = not yet. */
  releaseId?: string | undefined;
  environment?: string | undefined;
  onDone: (done: Done) => void;
  onClose: () => void;
};

/** Deploys a release for all or for a share, now or later: says what it does, whom it reaches, what differs, and what stands in its way. */
export function DeployDialog({ agent, onDone, onClose, ...chosen }: Props) {
  const zone = useZone();
  const environments = useEnvironments(agent.id);
  const [wanted, setEnvironment] = useState(chosen.environment);
  const environment = wanted ?? environments[0] ?? '';
  const [release, setRelease] = useState(chosen.releaseId);
  const [percent, setPercent] = useState('100');
  const [later, setLater] = useState('');
  const facts = usePlaceFacts(agent, environment, release);
  const releaseId = release ?? facts.releases[0]?.id ?? '';
  const version = facts.releases.find((one) => one.id === releaseId)?.version ?? '';
  const share = Number(percent.replace(',', '.'));
  const dueAt = later === '' ? null : inputToIso(later, zone);
  const at = `/agents/${agent.id}/deployments/${encodeURIComponent(environment)}`;
  const back = useVerb();
  const act = useVerb<Deployment | ScheduledDeployment>((made) => {
    onDone(
      dueAt === null
        ? {
            what: `${version} is deployed to ${environment}.`,
            undo:
              facts.served === null
                ? undefined
                : () => back.mutate({ path: `${at}/roll-back`, body: { reason: `Undone: ${version}` } }),
          }
        : {
            what: `${version} will be deployed to ${environment}.`,
            undo: () => back.mutate({ path: `/scheduled-deployments/${(made as ScheduledDeployment).id}/cancel` }),
          },
    );
    onClose();
  });
  const valid = environment !== '' && releaseId !== '' && share > 0 && share <= 100;
  const held = dueAt === null && (facts.frozen.length > 0 || facts.missing > 0);
  const confirm = (reason: string): void => {
    const body = { releaseId, percent: share, reason };
    if (dueAt !== null) act.mutate({ path: `${at}/schedule`, body: { ...body, dueAt } });
    else act.mutate({ path: `${at}/deploy`, body: { ...body, expectedVersion: facts.served?.version ?? 0 } });
  };
  return (
    <ConfirmVerb
      title={`Deploy ${agent.name}`}
      verb={`${dueAt === null ? 'Deploy' : 'Plan'} ${version}${environment === '' ? '' : ` to ${environment}`}`}
      why
      busy={act.isPending || !valid || held || (later !== '' && dueAt === null)}
      error={act.error ?? facts.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Labelled label="Release">
        <Select
          label="Release"
          value={releaseId}
          choices={facts.releases.map((one) => ({ value: one.id, label: one.version }))}
          onChange={setRelease}
        />
      </Labelled>
      <Labelled label="Environment">
        <Suggest
          id="deploy-environment"
          label="Environment"
          value={environment}
          suggestions={environments}
          onCommit={setEnvironment}
        />
      </Labelled>
      <div className="grid gap-3 text-ink desk:grid-cols-2">
        <Field
          label="Share, %"
          hint="Below 100 it runs beside what is served"
          inputMode="decimal"
          value={percent}
          onChange={(event) => setPercent(event.target.value)}
        />
        <Field
          label={`At (${zone === 'utc' ? 'UTC' : 'your zone'})`}
          hint="Empty: now"
          type="datetime-local"
          value={later}
          onChange={(event) => setLater(event.target.value)}
        />
      </div>
      <div className="flex flex-col gap-2" aria-live="polite">
        {valid ? (
          <p className="text-ink">
            {deployWords({
              version,
              environment,
              percent: share,
              served: facts.served?.release.version ?? null,
              dueAt,
            })}
          </p>
        ) : null}
        {facts.served === null ? null : <ServedDifferences base={facts.served.release.id} head={releaseId} />}
        <Hindrances frozen={facts.frozen} missing={facts.missing} environment={environment} />
        <p>
          {reachWords(facts.alive)} {facts.served === null ? '' : 'Rolling back takes one action and is never frozen.'}
        </p>
      </div>
    </ConfirmVerb>
  );
}
