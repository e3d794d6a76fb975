/** Numbers as they stand in the text: an order of twenty digits must not be shown as another one. Older browsers lack `rawJSON`. */
type ExactJson = {
  parse: (text: string, reviver: (key: string, value: unknown, context?: { source?: string }) => unknown) => unknown;
  rawJSON?: (text: string) => unknown;
};
const { parse, rawJSON } = JSON as ExactJson;

/** A value as indented JSON. Text that itself holds a JSON object or array (tools send it so) is laid out as well. */
export function pretty(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2) ?? 'null';
  const trimmed = value.trim();
  if (!/^[[{]/.test(trimmed) || trimmed.length > 1_000_000) return value;
  try {
    return JSON.stringify(parse(trimmed, asItStands), null, 2);
  } catch {
    return value;
  }
}

function asItStands(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  const changed = typeof value === 'number' && source !== undefined && String(value) !== source;
  return changed && rawJSON ? rawJSON(source) : value;
}
