/** RFC 8785 of JSON that was parsed: names in order of their UTF-16 units, numbers and strings as ECMAScript writes them. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const of = value as Record<string, unknown>;
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(of[name])}`).join(',')}}`;
}

/** SHA-256 of a JSON Schema's canonical form, in hex. Throws where the text is no JSON object. */
export async function schemaHash(text: string): Promise<string> {
  const schema: unknown = JSON.parse(text);
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) throw new SyntaxError('no JSON object');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical(schema)));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Browsers compute digests over https and on the machine itself only. */
export const canHash = (): boolean => globalThis.crypto?.subtle !== undefined;
