import type { ReleaseManifest } from '../../contract-releases.ts';

/** The same manifest with these slots of prompts at another version. */
export const repointed = (
  manifest: ReleaseManifest,
  slots: readonly string[],
  to: Pick<NonNullable<ReleaseManifest['prompts']>[number], 'version' | 'digest' | 'references'>,
): ReleaseManifest => ({
  ...manifest,
  prompts: (manifest.prompts ?? []).map((one) => {
    if (!slots.includes(one.slot)) return one;
    const { references: _, ...rest } = one;
    return { ...rest, ...to };
  }),
});
