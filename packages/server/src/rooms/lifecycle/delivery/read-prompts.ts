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
  const read = new Map<string, Promise<Kept | null>>();
  const kept: Reader = (one) => {
    const name = `${one.version} ${one.prompt}`;
    const found = read.get(name) ?? keptOf(ctx, one);
    read.set(name, found);
    // A release may name prompts that were written anew under the same name.
    return found.then((version) => (version?.digest === one.digest ? version : null));
  };
  for (const [id, release] of releases) {
    if (known.has(id)) continue;
    const prompts: DeliveredPrompt[] = [];
    for (const { references, ...one } of release.manifest.prompts ?? []) {
      const version = await kept(one);
      const texts = version === null ? [] : await textsOf(version, references, kept);
      const more = texts.length === 0 ? {} : { texts: Object.fromEntries(texts) };
      prompts.push({ ...one, content: version?.content ?? null, ...more });
    }
    found.set(id, { ...release, prompts });
  }
  return found;
}

type Pinned = { prompt: string; version: number; digest: string };
type Kept = Awaited<ReturnType<typeof promptVersion>>;
type Reader = (one: Pinned) => Promise<Kept | null>;

/** By reference, as the release pins them; releases made before that was done have them as labels stand now. */
async function textsOf(
  { reached }: Kept,
  references: readonly (Pinned & { reference: string })[] | undefined,
  kept: Reader,
): Promise<[reference: string, text: string][]> {
  if (references === undefined) return reached.map(({ reference, text }) => [reference, text]);
  const texts: [string, string][] = [];
  for (const one of references) {
    const body = (await kept(one))?.content.body;
    if (typeof body === 'string') texts.push([one.reference, body]);
  }
  return texts;
}

/** null = it is kept elsewhere, or nowhere any more. */
async function keptOf(ctx: Ctx, { prompt, version }: Omit<Pinned, 'digest'>): Promise<Kept | null> {
  try {
    return await promptVersion(ctx, prompt, String(version));
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return null;
    throw error;
  }
}
