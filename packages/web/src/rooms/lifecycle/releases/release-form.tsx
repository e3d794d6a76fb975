import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { MadeRelease, Release } from 'signalbox/contract/lifecycle';
import { useMemo, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { Part } from '../../../ui/part.tsx';
import { useSettled } from '../../../ui/settled.ts';
import { TextArea } from '../../../ui/text-area.tsx';
import { releasePreviewQuery } from '../release-queries.ts';
import { beyondFields, draftOf } from '../model/release-draft.ts';
import { slotsFrom, slotsText } from '../model/manifest-text.ts';
import { useVerb } from '../use-verb.ts';
import { type Edited, ManifestEditor, readEdited } from './manifest-editor.tsx';
import { PreviewedRelease } from './previewed-release.tsx';

/** What it is made of, and why; beside it what that makes of it. */
export function ReleaseForm({ agentId, newest }: { agentId: string; newest: Release | undefined }) {
  const navigate = useNavigate();
  const [edited, setEdited] = useState(() => begun(newest));
  const [why, setWhy] = useState('');
  const [expectedEffect, setExpected] = useState('');
  const [evidence, setEvidence] = useState('');
  const text = JSON.stringify(readEdited(edited));
  const settled = useSettled(text, 400);
  const read = useMemo(() => JSON.parse(settled) as ReturnType<typeof readEdited>, [settled]);
  const preview = useQuery({
    ...releasePreviewQuery(agentId, { manifest: 'manifest' in read ? read.manifest : null, why: 'preview' }),
    enabled: 'manifest' in read,
  });
  const make = useVerb<MadeRelease>(({ release }) => {
    if (release === null) return;
    void navigate({ to: '/releases/$releaseId', params: { releaseId: release.id }, search: (s) => s });
  });
  const ready = text === settled && preview.isSuccess && preview.data.isNew && why.trim() !== '';
  const submit = (): void => {
    if (!ready || !('manifest' in read)) return;
    const given = evidence.split('\n').map((one) => one.trim());
    make.mutate({
      path: `/agents/${agentId}/releases`,
      body: {
        ...{ manifest: read.manifest, why: why.trim(), expectedEffect: expectedEffect.trim() },
        ...{ evidence: given.filter((one) => one !== ''), newestId: newest?.id ?? null },
      },
    });
  };
  return (
    <form
      className="grid gap-x-10 gap-y-6 px-4 pb-12 pt-4 wide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="flex min-w-0 flex-col gap-4">
        <ManifestEditor edited={edited} onEdited={setEdited} error={preview.error ?? make.error} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Part title="What differs">
          <PreviewedRelease read={read} preview={preview} first={newest === undefined} />
        </Part>
        <TextArea label="Why" value={why} maxLength={5000} onChange={(event) => setWhy(event.target.value)} />
        <TextArea
          label="Expected effect"
          rows={2}
          value={expectedEffect}
          maxLength={5000}
          onChange={(event) => setExpected(event.target.value)}
        />
        <TextArea
          label="Evidence"
          hint="An address or a sentence a line: evaluations, tickets, runs."
          rows={2}
          value={evidence}
          onChange={(event) => setEvidence(event.target.value)}
        />
        <Refusal error={make.error} />
        <p className="text-muted">A release never changes and cannot be deleted. Nothing is deployed by making it.</p>
        <div>
          <Button type="submit" tone="primary" disabled={!ready || make.isPending}>
            {ready ? `Make release ${preview.data!.version}` : 'Make release'}
          </Button>
        </div>
      </div>
    </form>
  );
}

/** In fields, unless the newest holds what they cannot show. */
function begun(newest: Release | undefined): Edited {
  const slots = slotsFrom(newest?.manifest);
  return beyondFields(slots).length === 0
    ? { view: 'fields', draft: draftOf(slots) }
    : { view: 'json', text: slotsText(slots) };
}
