/** Where a run failed: a tool or model by its name, else a step by its. */
export type Locus = { kind: 'tool' | 'model' | 'step'; name: string };

/** Names are of clients: what is longer is cut, and PostgreSQL keeps no character 0. */
const kept = (name: string): string => name.slice(0, 200).replaceAll('\0', '').toWellFormed();

export function locusOf({ kind, tool, model, name }: Record<'kind' | 'tool' | 'model' | 'name', string>): Locus {
  if (tool !== '' && (kind === 'tool' || kind === 'retrieval')) return { kind: 'tool', name: kept(tool) };
  if (model !== '' && (kind === 'llm' || kind === 'embedding')) return { kind: 'model', name: kept(model) };
  return { kind: 'step', name: kept(name) };
}
