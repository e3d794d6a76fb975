import { Button } from '../../../ui/button.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { beyondFields, draftOf, type ReleaseDraft, slotsOf } from '../model/release-draft.ts';
import { readManifest, slotsFrom, slotsText } from '../model/manifest-text.ts';
import { ManifestFields } from './fields/manifest-fields.tsx';

/** One draft in two views: as fields, or as the JSON that it is. */
export type Edited = { view: 'fields'; draft: ReleaseDraft } | { view: 'json'; text: string };
type Props = { edited: Edited; onEdited: (edited: Edited) => void; error: unknown };

/** What was edited as a manifest, or why it is none. */
export const readEdited = (edited: Edited): ReturnType<typeof readManifest> =>
  readManifest(edited.view === 'json' ? edited.text : slotsText(slotsOf(edited.draft)));

/** What an agent is made of. Fields are left for JSON at any time; the way back is there where no field would lose anything. */
export function ManifestEditor({ edited, onEdited, error }: Props) {
  const read = readEdited(edited);
  const slots = 'manifest' in read ? slotsFrom(read.manifest) : null;
  const lost = slots === null || edited.view === 'fields' ? [] : beyondFields(slots);
  const toFields = slots === null || lost.length > 0 ? null : () => onEdited({ view: 'fields', draft: draftOf(slots) });
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div role="group" aria-label="View" className="flex flex-wrap items-center gap-2">
        <Button
          aria-pressed={edited.view === 'fields'}
          disabled={edited.view === 'json' && toFields === null}
          className={pressed(edited.view === 'fields')}
          onClick={() => (edited.view === 'json' ? toFields?.() : undefined)}
        >
          Fields
        </Button>
        <Button
          aria-pressed={edited.view === 'json'}
          className={pressed(edited.view === 'json')}
          onClick={() =>
            edited.view === 'fields' ? onEdited({ view: 'json', text: slotsText(slotsOf(edited.draft)) }) : undefined
          }
        >
          JSON
        </Button>
        {lost.length === 0 ? null : (
          <span className="min-w-0 flex-1 basis-60 text-muted [overflow-wrap:anywhere]">
            Fields cannot show all of {lost.slice(0, 5).join(', ')}.
          </span>
        )}
      </div>
      {edited.view === 'fields' ? (
        <ManifestFields draft={edited.draft} onDraft={(draft) => onEdited({ view: 'fields', draft })} error={error} />
      ) : (
        <TextArea
          label="What it is made of"
          hint="Slots: prompts, model, tools, mcpServers, policies, evaluators, gates, code, knowledge, settings, notes; what is empty is left out."
          className="mono w-full rounded-control border border-edge bg-panel px-2.5 py-1.5 leading-5"
          rows={22}
          spellCheck={false}
          value={edited.text}
          onChange={(event) => onEdited({ view: 'json', text: event.target.value })}
        />
      )}
    </div>
  );
}

const pressed = (is: boolean): string => (is ? 'border-accent! text-ink font-medium' : '');
