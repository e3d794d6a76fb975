import type { PromptNotices } from 'signalbox/contract/prompts/notices';

/** "version 4 was saved", "production moved to version 3". */
export function noticeWords({ kind, number, label }: PromptNotices['items'][number]): string {
  if (kind === 'version') return `version ${number} was saved`;
  return number === null ? `${label} was taken away` : `${label} moved to version ${number}`;
}
