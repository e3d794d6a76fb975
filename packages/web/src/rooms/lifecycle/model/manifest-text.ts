import type { ReleaseManifest } from 'signalbox/contract/lifecycle';

const schema = 'signalbox.release/v1';
type Read = { manifest: { schema: string; [slot: string]: unknown } } | { error: string };

/** Slots of a manifest as text to edit: without its schema, which is always the same. */
export const slotsText = (slots: Record<string, unknown>): string => JSON.stringify(slots, null, 2);

/** The slots of a release; of none yet nothing. */
export function slotsFrom(manifest: ReleaseManifest | Record<string, unknown> | undefined): Record<string, unknown> {
  const { schema: _, ...slots }: Record<string, unknown> = manifest ?? {};
  return slots;
}

/** The way back; what is no JSON object says why. */
export function readManifest(text: string): Read {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return { error: 'This is no JSON object.' };
    return { manifest: { ...read, schema } };
  } catch (cause) {
    return { error: `This is no JSON: ${(cause as Error).message}.` };
  }
}
