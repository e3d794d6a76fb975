import type { Content } from 'signalbox/contract/prompts';
import type { Patch } from 'signalbox/contract/prompts/patch';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { CopyBlock } from '../../../ui/copy-button.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { promptPath } from '../queries.ts';
import { usePromptVerb } from '../use-prompt-verb.ts';

/** Git owns the folder: the change becomes a patch, pushed to a branch of its own where the sync pushes at all. */
export function MakePatch({ promptId, content, message }: { promptId: string; content: Content; message: string }) {
  const make = usePromptVerb<Patch>();
  if (make.data === undefined)
    return (
      <>
        <Refusal error={make.error} />
        <Button
          className="self-start"
          disabled={make.isPending}
          onClick={() => make.mutate({ path: `${promptPath(promptId)}/patches`, body: { content, message } })}
        >
          Make a patch
        </Button>
      </>
    );
  return <PatchShown patch={make.data} />;
}

export function PatchShown({ patch: { patch, branch, commit } }: { patch: Patch }) {
  return (
    <div className="flex flex-col gap-2">
      <p role="status">
        {branch === null ? (
          <>A patch, to be taken in with git am:</>
        ) : (
          <>
            Pushed to the branch <SafeLine text={branch} max={200} /> as {commit.slice(0, 12)}. The same as a patch:
          </>
        )}
      </p>
      <CopyBlock text={patch} label="Patch" />
    </div>
  );
}
