import type { FileFormat, PromptFile } from '../contract-files.ts';
import { readDocument } from './document.ts';
import type { Item, Unread } from './item.ts';
import { readLangfuse } from './langfuse.ts';
import { readLangsmith } from './langsmith.ts';

/** What files of a format hold, in their order; never throws. */
export function readFiles(format: FileFormat, files: readonly PromptFile[]): (Item | Unread)[] {
  if (format === 'langfuse') return files.flatMap(readLangfuse);
  if (format === 'langsmith') return files.flatMap(readLangsmith);
  return files.map(readDocument);
}
