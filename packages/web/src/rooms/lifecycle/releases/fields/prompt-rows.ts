import type { PromptDetail, VersionHead } from 'signalbox/contract/prompts';
import type { Row } from '../../model/release-draft.ts';

/** A prompt at its newest version, in a slot that is free: "system" first, then as the prompt is called. */
export function pickedPrompt(prompt: Pick<PromptDetail, 'name' | 'versions'>, taken: readonly Row[]): Row {
  const slots = new Set(taken.map((one) => one['slot']));
  const own = prompt.name.slice(prompt.name.lastIndexOf('/') + 1);
  const tries = ['system', own, ...Array.from({ length: taken.length + 1 }, (_, n) => `${own}-${n + 2}`)];
  const newest = prompt.versions[0];
  const row = { slot: tries.find((slot) => !slots.has(slot)) ?? own, prompt: prompt.name };
  return newest === undefined ? row : { ...row, version: String(newest.number), digest: newest.digest };
}

/** Another version of the same prompt: what its text leads to is found anew when the release is made. */
export function versionPicked(row: Row, versions: readonly VersionHead[], number: number): Row {
  const version = versions.find((one) => one.number === number);
  if (version === undefined) return row;
  const { references: _, ...rest } = row;
  return { ...rest, version: String(number), digest: version.digest };
}
