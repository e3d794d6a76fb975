import { useQuery } from '@tanstack/react-query';
import type { LabelMove } from 'signalbox/contract/lifecycle';
import type { PromptDetail } from 'signalbox/contract/prompts';
import { useState } from 'react';
import { ConfirmVerb } from '../../../ui/confirm-verb.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import type { Done } from '../../../ui/undo-bar.tsx';
import { ruleOf, ruleWords } from '../model/rule.ts';
import { moveWords, willWords } from '../model/timeline.ts';
import { labelMoveQuery, promptPath, reviewRulesQuery } from '../queries.ts';
import { usePromptVerb } from '../use-prompt-verb.ts';
import { Followers } from './followers.tsx';

export type LabelWish = { label?: string; number?: number | null };
type Props = { prompt: PromptDetail; wish: LabelWish; onDone: (done: Done) => void; onClose: () => void };

const another = '\u0000another';

/** Which label goes where, what that will do, and why. */
export function LabelDialog({ prompt, wish, onDone, onClose }: Props) {
  const { labels, latest, versions } = prompt;
  const known = labels.map((one) => one.label);
  const offered = [...new Set([...known, ...(wish.label === undefined ? [] : [wish.label]), 'production', 'staging'])];
  const [label, setLabel] = useState(wish.label ?? offered[0]!);
  const [typed, setTyped] = useState('');
  const [number, setNumber] = useState(wish.number === undefined ? latest : wish.number);
  const rules = useQuery(reviewRulesQuery);
  const wanted = label === another ? typed.trim() : label;
  const from = labels.find((one) => one.label === wanted)?.number ?? null;
  const path = (name: string): string => `${promptPath(prompt.id)}/labels/${encodeURIComponent(name)}`;
  const back = usePromptVerb();
  const moves = wanted !== '' && from !== number;
  const preview = useQuery(labelMoveQuery(prompt.id, moves && number !== null ? { label: wanted, number } : null));
  const agents = preview.data?.agents ?? [];
  const against = preview.data?.held ?? null;
  const held = against ?? agents.find((one) => one.held !== null)?.held ?? null;
  const move = usePromptVerb<LabelMove | undefined>((made) => {
    if (made?.state === 'held') return;
    onDone({
      what: `${moveWords({ label: wanted, from, to: number })}.`,
      undo:
        agents.length > 0
          ? undefined
          : () =>
              back.mutate({
                path: path(wanted),
                method: 'PUT',
                body: { number: from, reason: 'Undone by who moved it' },
              }),
    });
    onClose();
  });
  const rule = rules.data === undefined ? null : ruleOf(rules.data.items, prompt);
  const send = (reason: string): void =>
    move.mutate(
      agents.length > 0
        ? { path: '/label-moves', body: { prompt: prompt.id, label: wanted, number, reason } }
        : { path: path(wanted), method: 'PUT', body: { number, reason } },
    );
  return (
    <ConfirmVerb
      title="Move a label"
      verb={number === null ? `Take ${wanted} away` : `Move ${wanted || 'label'} to version ${number}`}
      why
      busy={move.isPending || !moves || preview.isFetching || held !== null}
      error={move.error}
      onConfirm={send}
      onClose={onClose}
    >
      <div className="flex flex-wrap items-end gap-2 text-ink">
        <Select
          plain
          label="Label"
          value={label}
          choices={[...offered.map((one) => ({ value: one, label: one })), { value: another, label: 'Another label…' }]}
          onChange={setLabel}
        />
        <Select
          plain
          label="Version"
          value={number === null ? '' : String(number)}
          choices={[
            ...versions.map((one) => ({ value: String(one.number), label: versionWords(one, latest) })),
            ...(from === null ? [] : [{ value: '', label: 'No version: take it away' }]),
          ]}
          onChange={(next) => setNumber(next === '' ? null : Number(next))}
        />
      </div>
      {label === another ? (
        <Field
          label="Name of the label"
          value={typed}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
          hint="Small letters, digits and . _ -"
        />
      ) : null}
      <p role="status">
        {!moves
          ? wanted === ''
            ? 'Say which label.'
            : 'It stands there already.'
          : `${willWords({ label: wanted, from, to: number })}. Who asks for ${prompt.name} at ${wanted} gets ${number === null ? 'nothing' : `version ${number}`} within a second.`}
      </p>
      {against === null ? null : (
        <p className="text-danger [overflow-wrap:anywhere]">It cannot move now: {against.detail}</p>
      )}
      <Followers agents={agents} />
      {rule?.labels.includes(wanted) && number !== null ? <p>{ruleWords(rule)}</p> : null}
      {move.data?.state === 'held' ? (
        <p role="alert" className="text-danger">
          Nothing moved: {move.data.held?.detail ?? 'an agent that follows it cannot be deployed now.'}
        </p>
      ) : null}
      <p>You can take it back: going back to a version that had the label needs no new review.</p>
    </ConfirmVerb>
  );
}

const versionWords = ({ number, message }: { number: number; message: string }, latest: number | null): string =>
  `Version ${number}${number === latest ? ', the newest' : ''}${message === '' ? '' : `: ${message.slice(0, 60)}`}`;
