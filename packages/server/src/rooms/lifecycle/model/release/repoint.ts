import type { ReleaseManifest } from '../../contract-releases.ts';

/** The same manifest with these slots of prompts at another version. */
export const repointed = (
  manifest: ReleaseManifest,
  slots: readonly string[],
  to: { version: number; digest: string },
): ReleaseManifest => ({
  ...manifest,
  prompts: (manifest.prompts ?? []).map((one) => (slots.includes(one.slot) ? { ...one, ...to } : one)),
});
