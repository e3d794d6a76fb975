import type { ListedPrompt, Prompt } from 'signalbox/contract/prompts';

export const kindWords: Record<Prompt['kind'], string> = { text: 'Text', chat: 'Chat' };

export const reviewWords: Record<ListedPrompt['review'], string> = {
  none: 'Not reviewed',
  waiting: 'Waits for review',
  changes_requested: 'Changes asked for',
  approved: 'Approved',
};

/** The folders above a folder and itself, from the top: "a/b" → "a", "a/b". */
export const pathOf = (folder: string): string[] =>
  folder === '' ? [] : folder.split('/').map((_, at, all) => all.slice(0, at + 1).join('/'));

/** Words of a field in which several stand, separated by commas or spaces; each once. */
export const wordsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,]+/)
      .map((one) => one.trim().toLowerCase())
      .filter((one) => one !== ''),
  ),
];
