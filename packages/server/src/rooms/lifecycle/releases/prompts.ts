import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { type PromptVersion, promptVersion } from '../../prompts/index.ts';
import type { FilePrompt } from '../contract-apply.ts';
import type { ReleaseManifest } from '../contract-releases.ts';

type Pinned = NonNullable<ReleaseManifest['prompts']>;

type Wanted = FilePrompt & Pick<Pinned[number], 'label' | 'references'>;

/**
 * Prompts by number and digest, whatever they were named by; one named by a label keeps it, and follows it. One that stands with a number and digest and is not kept here is taken
 * at its word. Throws `prompts.not_found`, and `lifecycle.prompt_differs` where the version here has another digest.
 */
export async function pinnedPrompts(ctx: Ctx, prompts: readonly Wanted[]): Promise<Pinned> {
  const pinned: Pinned = [];
  for (const one of prompts) pinned.push(await pin(ctx, one));
  return pinned;
}

async function pin(ctx: Ctx, { slot, prompt, version, digest, ...more }: Wanted): Promise<Pinned[number]> {
  const label = more.label ?? labelIn(version);
  const followed = { ...(label !== undefined && { label }), ...(more.references && { references: more.references }) };
  const elsewhere = typeof version === 'number' && digest !== undefined ? { version, digest } : null;
  const here = await promptVersion(ctx, prompt, String(version)).catch((error: unknown) => {
    if (elsewhere !== null && error instanceof AppError && error.code === 'prompts.not_found') return null;
    throw error;
  });
  if (here === null) return { slot, prompt, ...elsewhere!, ...followed };
  if (digest !== undefined && digest !== here.digest)
    throw new AppError('lifecycle.prompt_differs', { params: { prompt, version: here.number, digest: here.digest } });
  return { slot, prompt, version: here.number, digest: here.digest, ...referencesOf(here), ...followed };
}

/** Where the texts that a version leads to stand now: pinned, since what runs changes with its release only. */
export function referencesOf({ reached }: Pick<PromptVersion, 'reached'>): Pick<Pinned[number], 'references'> {
  const references = reached
    .map(({ reference, name, number: version, digest }) => ({ reference, prompt: name, version, digest }))
    .sort((a, b) => (a.reference < b.reference ? -1 : 1));
  return references.length === 0 ? {} : { references };
}

/** `latest` and numbers written as text name one version, once. */
const labelIn = (version: FilePrompt['version']): string | undefined =>
  typeof version === 'number' || version === 'latest' || /^\d+$/.test(version) ? undefined : version;
