import { systemActor } from '../../../spine/actor.ts';
import type { Clock } from '../../../spine/clock.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { newId } from '../../../spine/ids.ts';
import type { Transactor } from '../../../spine/tx.ts';
import { promptVersion } from '../../prompts/index.ts';
import type { Delivered, DeliveredPrompt } from './snapshot.ts';

type Place = { state: Transactor; clock: Clock; workspaceId: string };

/** Releases with the texts of their prompts; those that are `known` have them. */
export async function withPrompts(
  { state, clock, workspaceId }: Place,
  releases: ReadonlyMap<string, Delivered>,
  known: ReadonlyMap<string, Delivered>,
): Promise<ReadonlyMap<string, Delivered>> {
  const ctx: Ctx = { actor: systemActor, workspaceId, requestId: newId('req', clock.now()), clock, state };
  const found = new Map(releases);
  for (const [id, release] of releases) {
    if (known.has(id)) continue;
    const prompts: DeliveredPrompt[] = [];
    for (const one of release.manifest.prompts ?? []) prompts.push(await withContent(ctx, one));
    found.set(id, { ...release, prompts });
  }
  return found;
}

/** A release may name prompts that are kept elsewhere, or that were written anew under the same name. */
async function withContent(ctx: Ctx, slot: Omit<DeliveredPrompt, 'content'>): Promise<DeliveredPrompt> {
  try {
    const { digest, content, reached } = await promptVersion(ctx, slot.prompt, String(slot.version));
    if (digest !== slot.digest) return { ...slot, content: null };
    const texts = Object.fromEntries(reached.map((one) => [one.reference, one.text]));
    return { ...slot, content, ...(reached.length > 0 && { texts }) };
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return { ...slot, content: null };
    throw error;
  }
}
