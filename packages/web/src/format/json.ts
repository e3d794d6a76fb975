/** A value as indented JSON. Text that itself holds a JSON object or array (tools send it so) is laid out as well. */
export function pretty(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2) ?? 'null';
  const trimmed = value.trim();
  if (!/^[[{]/.test(trimmed) || trimmed.length > 1_000_000) return value;
  try {
    return JSON.stringify(JSON.parse(trimmed), null, 2);
  } catch {
    return value;
  }
}
