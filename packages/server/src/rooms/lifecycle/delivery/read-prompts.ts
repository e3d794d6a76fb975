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
  // Releases of one agent have most of their prompts in common.
  const texts = new Map<string, Text | null>();
  for (const [id, release] of releases) {
    if (known.has(id)) continue;
    const prompts: DeliveredPrompt[] = [];
    for (const one of release.manifest.prompts ?? []) {
      const name = `${one.version} ${one.prompt}`;
      if (!texts.has(name)) texts.set(name, await textOf(ctx, one));
      const text = texts.get(name);
      // A release may name prompts that were written anew under the same name.
      prompts.push({ ...one, content: text?.digest === one.digest ? text.content : null });
    }
    found.set(id, { ...release, prompts });
  }
  return found;
}

type Text = Pick<Awaited<ReturnType<typeof promptVersion>>, 'digest' | 'content'>;

/** null = it is kept elsewhere, or nowhere any more. */
async function textOf(ctx: Ctx, { prompt, version }: Omit<DeliveredPrompt, 'content'>): Promise<Text | null> {
  try {
    return await promptVersion(ctx, prompt, String(version));
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return null;
    throw error;
  }
}
