import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { ImportPrompts, ImportResults } from '../contract-files.ts';
import { isUnread, type Item } from '../files/item.ts';
import { readFiles } from '../files/read-files.ts';
import { failed, previewItem, putItem } from '../put-item.ts';
import type { FollowersOf } from '../followers.ts';

/**
 * Takes prompts in, version by version, each in transactions of its own: what fails is told beside what was taken, and repeating
 * it adds nothing. A preview says what would come of each by itself and changes nothing. Prompts that refer to others of the same import wait for those. Results stand in the order of the files.
 */
export async function importPrompts(
  ctx: Ctx,
  input: ImportPrompts,
  followersOf: FollowersOf | null = null,
): Promise<ImportResults> {
  authorize(ctx, 'prompt.write', { teamId: input.teamId });
  const read = readFiles(input.format, input.files);
  const results = new Map<unknown, ImportResults['items'][number]>();
  let waiting: Item[] = [];
  for (const one of read)
    if (isUnread(one)) results.set(one, failed(one, one.problem));
    else waiting.push(one);
  if (input.preview === true) {
    const coming = new Set(waiting.map((one) => one.name));
    for (const item of waiting) results.set(item, await previewItem(ctx, { item, teamId: input.teamId, coming }));
    return { items: read.map((one) => results.get(one)!) };
  }
  for (let before = -1; waiting.length > 0 && before !== waiting.length;) {
    before = waiting.length;
    const held = new Set<string>();
    const again: Item[] = [];
    for (const item of waiting) {
      // A later version does not overtake an earlier one of its prompt.
      const put = held.has(item.name) ? null : await putItem(ctx, { item, teamId: input.teamId, followersOf });
      if (put !== null) results.set(item, put);
      if (put?.outcome === 'failed' || put === null) {
        held.add(item.name);
        again.push(item);
      }
    }
    waiting = again;
  }
  for (const item of waiting)
    if (!results.has(item))
      results.set(item, failed(item, `An earlier version of ${item.name} could not be taken in.`));
  return { items: read.map((one) => results.get(one)!) };
}
