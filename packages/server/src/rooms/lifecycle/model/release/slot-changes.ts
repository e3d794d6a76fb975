import type { ReleaseManifest } from '../../contract-releases.ts';
import { type Change, isSame, kindOf, pairs, type Part, type RiskLevel, shown } from './change.ts';

/** How differences of one slot read: the noun, how far they reach, and what each kind of change risks. */
type Slot = {
  slot: 'prompts' | 'mcpServers' | 'policies' | 'evaluators' | 'gates' | 'knowledge';
  noun: string;
  part: Part;
  risk: Record<Change['kind'], [RiskLevel, string]>;
};

const answers = 'Answers can differ everywhere.';
const slots: readonly Slot[] = [
  {
    ...{ slot: 'mcpServers', noun: 'MCP server', part: 'major' },
    risk: {
      added: ['high', 'Every tool it offers can be called, now and later.'],
      removed: ['medium', 'Tasks that need its tools can fail.'],
      changed: ['high', 'Its tools can be others.'],
    },
  },
  {
    ...{ slot: 'policies', noun: 'Policy', part: 'minor' },
    risk: {
      added: ['low', 'More is ruled; some tasks may be refused.'],
      removed: ['high', 'What it forbade is allowed.'],
      changed: ['medium', 'Other things are allowed or refused.'],
    },
  },
  {
    ...{ slot: 'prompts', noun: 'Prompt', part: 'minor' },
    risk: { added: ['medium', answers], removed: ['medium', answers], changed: ['medium', answers] },
  },
  {
    ...{ slot: 'gates', noun: 'Gate', part: 'patch' },
    risk: {
      added: ['low', 'More has to pass.'],
      removed: ['medium', 'Less has to pass before it goes live.'],
      changed: ['medium', 'Another score has to be reached.'],
    },
  },
  {
    ...{ slot: 'evaluators', noun: 'Evaluator', part: 'patch' },
    risk: {
      added: ['low', 'More is measured.'],
      removed: ['medium', 'Less is measured: a decline may go unseen.'],
      changed: ['low', 'Scores before and after are not alike.'],
    },
  },
  {
    ...{ slot: 'knowledge', noun: 'Knowledge source', part: 'patch' },
    risk: {
      added: ['medium', 'Answers can rest on it.'],
      removed: ['medium', 'Answers that rested on it can be wrong.'],
      changed: ['medium', 'Answers can rest on other facts.'],
    },
  },
];

type Reference = { reference: string; version: number };
type Thing = {
  name?: string;
  slot?: string;
  prompt?: string;
  version?: string | number | undefined;
  references?: readonly Reference[] | undefined;
};

/** Differences of every slot that lists named things, but tools. */
export const slotChanges = (before: ReleaseManifest, after: ReleaseManifest): Change[] =>
  slots.flatMap(({ slot, noun, part, risk }) =>
    pairs<Thing>(before[slot] ?? [], after[slot] ?? [], (one) => one.slot ?? one.name ?? '').map(
      ({ name, ...pair }) => {
        const kind = kindOf(pair);
        const [level, reason] = risk[kind];
        const what = `${noun} \`${name}\``;
        const sentence = kind === 'changed' ? `${what}${inWords(pair.before!, pair.after!)}` : `${what} ${kind}`;
        return { slot, name, kind, sentence, risk: { level, reason }, part };
      },
    ),
  );

function inWords(before: Thing, after: Thing): string {
  if (before.prompt !== after.prompt) return ` is \`${after.prompt}\` instead of \`${before.prompt}\``;
  if (before.version !== after.version) return `: version ${before.version ?? 'none'} → ${after.version ?? 'none'}`;
  const referred = referencesInWords(before.references ?? [], after.references ?? []);
  if (referred !== '') return `: ${referred}`;
  const [key] = Object.keys({ ...before, ...after }).filter(
    (one) => !isSame(valueOf(before, one), valueOf(after, one)),
  );
  return `: ${key} ${shown(valueOf(before, key!))} → ${shown(valueOf(after, key!))}`;
}

/** Which texts that it leads to are at another version. */
const referencesInWords = (before: readonly Reference[], after: readonly Reference[]): string =>
  pairs(before, after, (one) => one.reference)
    .map(({ name, before: was, after: is }) => `\`${name}\` ${was?.version ?? 'none'} → ${is?.version ?? 'none'}`)
    .join(', ');

const valueOf = (thing: object, key: string): unknown => (thing as Record<string, unknown>)[key] ?? 'none';
