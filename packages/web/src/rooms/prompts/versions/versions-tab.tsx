import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { PromptDetail } from 'signalbox/contract/prompts';
import { Button } from '../../../ui/button.tsx';
import { CopyAs } from '../../../ui/copy-as.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { usePhone } from '../../../ui/measure.ts';
import { Select } from '../../../ui/select.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { commandsOf } from '../model/commands.ts';
import { diffQuery, versionQuery } from '../queries.ts';
import { Comparison } from './comparison.tsx';
import { Contents } from './contents.tsx';
import { VersionList } from './version-list.tsx';

const route = getRouteApi('/shell/prompts/$promptId');
type Props = {
  prompt: PromptDetail;
  onLabel: ((number: number) => void) | null;
  onReuse: ((number: number) => void) | null;
};

/** Every version, and one beside the one before it or any other. */
export function VersionsTab({ prompt, onLabel, onReuse }: Props) {
  const { v, against } = route.useSearch();
  const navigate = useNavigate({ from: '/prompts/$promptId' });
  const { versions } = prompt;
  const shown = versions.find((one) => String(one.number) === v) ?? versions[0];
  const at = shown === undefined ? 0 : versions.indexOf(shown);
  const show = (number: number | undefined): void =>
    number === undefined
      ? undefined
      : void navigate({ search: (s) => ({ ...s, v: String(number), against: undefined }) });
  useKeys({ j: () => show(versions[at + 1]?.number), k: () => show(versions[at - 1]?.number) });
  if (shown === undefined)
    return (
      <EmptyState title="No version yet">
        <p>What is written under Content becomes version 1 when it is saved.</p>
      </EmptyState>
    );
  const other = against === undefined ? (versions[at + 1]?.number ?? null) : Number(against);
  const compared = [
    {
      value: '',
      label: versions[at + 1] === undefined ? 'Nothing before it' : `Since version ${versions[at + 1]!.number}`,
    },
    ...versions
      .filter((one) => one !== shown && one !== versions[at + 1])
      .map((one) => ({ value: String(one.number), label: `Since version ${one.number}` })),
  ];
  const forms = commandsOf(prompt, String(shown.number), location.origin);
  return (
    <div className="flex flex-col gap-4 px-3 pb-12 pt-3 desk:px-4 wide:flex-row wide:gap-6">
      <VersionList prompt={prompt} shown={shown.number} onShow={show} />
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="mr-auto text-section font-semibold">Version {shown.number}</h2>
          <Select
            label="Compare"
            value={against ?? ''}
            choices={compared}
            onChange={(next) =>
              void navigate({ search: (s) => ({ ...s, v: String(shown.number), against: next || undefined }) })
            }
          />
          {onLabel === null ? null : <Button onClick={() => onLabel(shown.number)}>Put a label here</Button>}
          {onReuse === null || shown.number === prompt.latest ? null : (
            <Button onClick={() => onReuse(shown.number)}>Edit from here</Button>
          )}
          <CopyAs forms={Object.fromEntries(Object.entries(forms).map(([name, text]) => [name, () => text]))} />
        </div>
        {other === null ? (
          <Whole promptId={prompt.id} number={shown.number} />
        ) : (
          <Compared promptId={prompt.id} from={other} to={shown.number} />
        )}
      </div>
    </div>
  );
}

function Compared({ promptId, from, to }: { promptId: string; from: number; to: number }) {
  const phone = usePhone();
  const diff = useQuery(diffQuery(promptId, from, to));
  if (diff.error) return <ErrorState error={diff.error} onRetry={() => void diff.refetch()} />;
  if (diff.data === undefined) return <Skeleton rows={8} label="Comparing" />;
  return <Comparison diff={diff.data} narrow={phone} />;
}

function Whole({ promptId, number }: { promptId: string; number: number }) {
  const version = useQuery(versionQuery(promptId, number));
  if (version.error) return <ErrorState error={version.error} onRetry={() => void version.refetch()} />;
  if (version.data === undefined) return <Skeleton rows={8} label="Loading version" />;
  return <Contents content={version.data.content} />;
}
