import type { BulkAct, BulkResult } from 'signalbox/contract/lifecycle';
import { plural } from '../../../format/number.ts';

export const bulkVerbs: Record<BulkAct['kind'], string> = {
  claim: 'Claim',
  owner: 'Name owner',
  add_tags: 'Add tags',
  remove_tags: 'Remove tags',
  risk: 'Say risk',
  describe: 'Describe',
  promote: 'Promote',
};

/** "12 agents would change, 3 stay as they are, 1 is refused." */
export function bulkSum({ isPreview, changed, unchanged, refused }: BulkResult): string {
  const parts = [`${plural(changed, 'agent')} ${isPreview ? 'would change' : 'changed'}`];
  const stays = isPreview ? (unchanged === 1 ? 'stays' : 'stay') : 'stayed';
  if (unchanged > 0) parts.push(`${unchanged} ${stays} as ${unchanged === 1 ? 'it is' : 'they are'}`);
  if (refused > 0) parts.push(`${refused} ${refused === 1 ? 'is' : 'are'} refused`);
  return `${parts.join(', ')}.`;
}
