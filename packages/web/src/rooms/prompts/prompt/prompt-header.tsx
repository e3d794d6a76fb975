import { Link } from '@tanstack/react-router';
import type { PromptDetail } from 'signalbox/contract/prompts';
import type { ReactNode } from 'react';
import { Button } from '../../../ui/button.tsx';
import { CopyAs } from '../../../ui/copy-as.tsx';
import { CopyId } from '../../../ui/copy-button.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { MoreMenu } from '../../../ui/more-menu.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { LabelChips } from '../list/label-chips.tsx';
import { commandsOf } from '../model/commands.ts';
import { kindWords, pathOf } from '../model/words.ts';

export type PromptVerb = 'label' | 'change' | 'archive' | 'restore';
type Props = {
  prompt: PromptDetail;
  teamName: string;
  may: { write: boolean; label: boolean };
  onVerb: (verb: PromptVerb) => void;
};

/** Name · type · team · version · labels · tags · id, then what can be done: always in this order. */
export function PromptHeader({ prompt, teamName, may, onVerb }: Props) {
  const at = prompt.labels.some((one) => one.label === 'production') ? 'production' : 'latest';
  const forms = Object.entries(commandsOf(prompt, at, location.origin)).map(([name, text]) => [name, () => text]);
  const acts = {
    ...(may.write && prompt.archivedAt === null
      ? { 'Rename, move, tag': () => onVerb('change'), Archive: () => onVerb('archive') }
      : {}),
    ...(may.write && prompt.archivedAt !== null ? { Restore: () => onVerb('restore') } : {}),
  };
  return (
    <header className="flex flex-wrap items-start gap-x-1 px-1 py-2 desk:gap-x-3 desk:px-4">
      <Link
        to="/prompts"
        search={(s) => ({ ...s, show: undefined, v: undefined, against: undefined })}
        activeOptions={{ exact: true }}
        aria-label="Back to the prompts"
        title="Back to the prompts (esc)"
        className="grid size-11 place-items-center rounded-control text-muted hover:bg-sunk hover:text-ink desk:size-7"
      >
        <Icon name="left" />
      </Link>
      <div className="flex min-h-11 min-w-0 flex-1 flex-wrap items-baseline content-center gap-x-1 desk:min-h-7">
        {pathOf(prompt.folder).map((folder) => (
          <span key={folder} className="text-muted">
            <Link to="/prompts" search={{ folder }} className="hover:text-ink hover:underline">
              <SafeLine text={folder.slice(folder.lastIndexOf('/') + 1)} max={60} />
            </Link>{' '}
            /
          </span>
        ))}
        <h1 className="min-w-0 max-w-full text-title font-semibold [overflow-wrap:anywhere]">
          <SafeLine text={prompt.name} max={200} />
        </h1>
      </div>
      <div className="order-last flex min-h-7 w-full min-w-0 flex-wrap items-center gap-x-4 px-2 desk:px-0 desk:pl-10">
        <Fact label="Type">{kindWords[prompt.kind]}</Fact>
        <Fact label="Team">
          <SafeLine text={teamName} max={60} />
        </Fact>
        <Fact label="Newest version">{prompt.latest ?? 'none yet'}</Fact>
        <Fact label="Labels">
          {prompt.labels.length === 0 ? 'none' : <LabelChips labels={prompt.labels} latest={prompt.latest} />}
        </Fact>
        {prompt.tags.length === 0 ? null : <Fact label="Tags">{prompt.tags.join(', ')}</Fact>}
        {prompt.archivedAt === null ? null : (
          <Fact label="Archived">
            <Time at={prompt.archivedAt} />
          </Fact>
        )}
        <span className="max-desk:hidden">
          <Fact label="Prompt">
            <CopyId id={prompt.id} label="prompt" />
          </Fact>
        </span>
      </div>
      <div className="flex shrink-0 gap-1 max-desk:pr-1 desk:gap-1.5">
        {may.label && prompt.latest !== null && prompt.archivedAt === null ? (
          <Button onClick={() => onVerb('label')}>Move label</Button>
        ) : null}
        <span className="max-desk:hidden">
          <CopyAs forms={Object.fromEntries(forms) as Record<string, () => string>} />
        </span>
        {Object.keys(acts).length === 0 ? null : <MoreMenu acts={acts} />}
      </div>
    </header>
  );
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <span className="inline-flex min-h-6 min-w-0 items-center gap-1.5">
    <span className="label">{label}</span>
    <span className="inline-flex min-w-0 flex-wrap">{children}</span>
  </span>
);
