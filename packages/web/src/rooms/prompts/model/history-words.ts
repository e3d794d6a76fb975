import type { PromptHistory } from 'signalbox/contract/prompts/history';
import { plural } from '../../../format/number.ts';
import { moveWords } from './timeline.ts';

type Event = PromptHistory['items'][number];
type Undo = { label: string; number: number | null };
type Row = { event: Event; words: string; version: number | null; undo: Undo | null };
const directions: Record<string, string> = { pull: 'from git to here', push: 'from here to git', both: 'both ways' };

/** Events in words, newest first as they came. Only the last move of each label can be taken back. */
export function historyRows(events: readonly Event[]): Row[] {
  const moved = new Set<string>();
  return events.map((event) => {
    const { label, before, number } = detailsOf(event.payload);
    const undoes = event.type === 'prompt.label_moved' && typeof label === 'string' && !moved.has(label);
    if (undoes) moved.add(label);
    return {
      ...{ event, words: historyWords(event), version: typeof number === 'number' ? number : null },
      undo: undoes ? { label, number: typeof before === 'number' ? before : null } : null,
    };
  });
}

/** One event about a prompt in words. Of an erased payload only what happened is known. */
export function historyWords({ type, payload }: Pick<Event, 'type' | 'payload'>): string {
  const of = detailsOf(payload);
  const text = (name: string): string => (typeof of[name] === 'string' ? of[name] : '…');
  const number = typeof of['number'] === 'number' ? of['number'] : '…';
  const several = Array.isArray(of['reviewerIds']) ? plural(of['reviewerIds'].length, 'person', 'people') : 'people';
  switch (type) {
    case 'prompt.created':
      return 'Created';
    case 'prompt.changed':
      return changeWords(of);
    case 'prompt.draft_begun':
      return 'Draft begun';
    case 'prompt.draft_discarded':
      return 'Draft discarded';
    case 'prompt.version_saved':
      return `Version ${number} saved${of['reviewsVoided'] ? ', which voids the reviews of earlier ones' : ''}`;
    case 'prompt.label_moved':
      return typeof of['label'] === 'string'
        ? moveWords({ label: of['label'], from: numberOr(of['before']), to: numberOr(of['after']) })
        : 'A label moved';
    case 'prompt.review_requested':
      return `${several} asked to review version ${number}`;
    case 'prompt.review_due':
      return `Review of version ${number} is due, ${several} reminded`;
    case 'prompt.reviewed':
      return `Version ${number} ${of['after'] === 'approved' ? 'approved' : 'sent back with changes asked for'}`;
    case 'prompt.commented':
      return `Comment on version ${number}`;
    case 'prompt.archived':
      return 'Archived';
    case 'prompt.restored':
      return 'Restored';
    case 'prompt.patch_made':
      return of['branch'] == null ? 'Patch for git made' : `Patch pushed to the branch ${text('branch')}`;
    case 'prompt_sync.set':
      return syncWords(of);
    case 'prompt_sync.pushed':
      return `Sync pushed ${typeof of['commits'] === 'number' ? plural(of['commits'], 'commit') : '…'} to ${text('branch')}`;
    case 'prompt_sync.resolved':
      return of['take'] === 'git'
        ? 'Conflict with git resolved: git holds'
        : 'Conflict with git resolved: this side holds';
    case 'prompt_review_rule.set':
      return `Review rule of ${folderWords(of)} ${of['after'] == null ? 'removed' : of['before'] == null ? 'set' : 'changed'}`;
    default:
      return type;
  }
}

function changeWords(of: Record<string, unknown>): string {
  const [before, after] = [detailsOf(of['before']), detailsOf(of['after'])];
  const parts = [
    before['name'] === after['name'] ? '' : `renamed from ${String(before['name'])} to ${String(after['name'])}`,
    before['folder'] === after['folder'] ? '' : `moved to ${folderWords(after)}`,
    JSON.stringify(before['tags']) === JSON.stringify(after['tags']) ? '' : 'tagged anew',
  ].filter((part) => part !== '');
  const said = parts.join(', ');
  return said === '' ? 'Changed' : said[0]!.toUpperCase() + said.slice(1);
}

function syncWords(of: Record<string, unknown>): string {
  const after = detailsOf(of['after']);
  if (of['after'] == null) return `Sync of ${folderWords(of)} with git removed`;
  const direction = directions[String(after['direction'])] ?? '…';
  return `Sync of ${folderWords(of)} with git ${of['before'] == null ? 'set' : 'changed'}, ${direction}`;
}

const folderWords = ({ folder }: Record<string, unknown>): string =>
  typeof folder !== 'string' ? '…' : folder === '' ? 'all folders' : folder;
const numberOr = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const detailsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** Who did it: a person, a key, or Signalbox itself. */
export const actorWords = ({ actor, actorName }: Pick<Event, 'actor' | 'actorName'>): string =>
  actorName ??
  (actor === 'prompts.sync'
    ? 'the sync with git'
    : actor.startsWith('key_')
      ? 'a key'
      : nobodys(actor)
        ? 'Signalbox'
        : actor);
const nobodys = (actor: string): boolean => actor === 'system' || !actor.includes('_');
