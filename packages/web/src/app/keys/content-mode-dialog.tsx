import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Key } from 'signalbox/contract/access';
import { useState } from 'react';
import { ConfirmVerb } from '../../ui/confirm-verb.tsx';
import type { Done } from '../../ui/undo-bar.tsx';
import { change } from '../api.ts';
import { ContentModeField } from './content-mode-field.tsx';
import { contentAbout } from './content-words.ts';

type Props = { of: Key; onClose: () => void; onDone: (done: Done) => void };

/** Another mode for a key: of what arrives from now on, and of nothing that is kept already. */
export function ContentModeDialog({ of: key, onClose, onDone }: Props) {
  const client = useQueryClient();
  const [mode, setMode] = useState(key.contentMode);
  const put = useMutation({
    mutationFn: (contentMode: Key['contentMode']) => change(`/keys/${key.id}/content-mode`, { contentMode }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['access'] }),
  });
  const save = (): void =>
    put.mutate(mode, {
      onSuccess: () => {
        onDone({
          what: `${key.name}: ${contentAbout[mode].state} from now on.`,
          undo: () => put.mutate(key.contentMode),
        });
        onClose();
      },
    });
  return (
    <ConfirmVerb
      title={`Content of ${key.name}`}
      verb={contentAbout[mode].verb}
      busy={put.isPending || mode === key.contentMode}
      error={put.error}
      onConfirm={save}
      onClose={onClose}
    >
      <ContentModeField value={mode} onChange={setMode} />
      <p>
        {mode === key.contentMode
          ? `Now: ${contentAbout[mode].state}.`
          : 'It holds for what arrives with this key from now on, on every node within 5 s. What was kept stays as it is, and what was not kept stays away. You can change it again at any time.'}
      </p>
    </ConfirmVerb>
  );
}
