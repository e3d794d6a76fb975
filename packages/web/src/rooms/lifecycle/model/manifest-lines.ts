import type { ReleaseManifest } from 'signalbox/contract/lifecycle';

/** `prompt`: which version of which prompt it is, to be opened. */
type Item = { name: string; note: string; hash: string | null; prompt?: { name: string; version: number } };
export type Line = { slot: string; items: Item[] };

const effects = { reads: 'reads', reversible: 'reversible', irreversible: 'irreversible' };
const item = (name: string, note = '', hash: string | null = null): Item => ({ name, note, hash });
const value = (one: unknown): string => (typeof one === 'string' ? one : JSON.stringify(one));

/** A manifest slot by slot, as people read it; empty slots are left out. */
export function manifestLines(manifest: ReleaseManifest): Line[] {
  const { model, code } = manifest;
  const lines: Line[] = [
    { slot: 'Model', items: model === undefined ? [] : [item(model.name, `by ${model.provider}`)] },
    { slot: 'Parameters', items: Object.entries(model?.parameters ?? {}).map(([name, one]) => item(name, value(one))) },
    {
      slot: 'Prompts',
      items: (manifest.prompts ?? []).map((one) => ({
        ...item(
          one.prompt,
          `version ${one.version}, as ${one.slot}${one.label === undefined ? '' : `, follows ${one.label}`}`,
          one.digest,
        ),
        prompt: { name: one.prompt, version: one.version },
      })),
    },
    {
      slot: 'Tools',
      items: (manifest.tools ?? []).map((one) =>
        item(one.name, one.effect === undefined ? 'effect unknown' : effects[one.effect.kind], one.schemaHash),
      ),
    },
    {
      slot: 'MCP servers',
      items: (manifest.mcpServers ?? []).map((one) => item(one.name, words(one.version, one.url), one.schemaHash)),
    },
    { slot: 'Policies', items: (manifest.policies ?? []).map((one) => item(one.name, `version ${one.version}`)) },
    { slot: 'Evaluators', items: (manifest.evaluators ?? []).map((one) => item(one.name, `version ${one.version}`)) },
    {
      slot: 'Gates',
      items: (manifest.gates ?? []).map((one) => item(one.name, one.minimum === undefined ? '' : `≥ ${one.minimum}`)),
    },
    {
      slot: 'Code',
      items: code === undefined ? [] : [item(words(code.repository, code.commit, code.image) || 'not named')],
    },
    {
      slot: 'Knowledge',
      items: (manifest.knowledge ?? []).map((one) => item(one.name, words(one.version), one.digest ?? null)),
    },
    { slot: 'Settings', items: Object.entries(manifest.settings ?? {}).map(([name, one]) => item(name, value(one))) },
  ];
  return lines.filter((line) => line.items.length > 0);
}

const words = (...parts: (string | undefined)[]): string => parts.filter((one) => one !== undefined).join(' · ');
