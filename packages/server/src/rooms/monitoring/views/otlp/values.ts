import type { OtlpAttributes, OtlpValue } from '../../contract-otlp.ts';

/**
 * Stored attributes as OTLP writes them. What is stored is text; where that is how a whole number, a decimal, a truth value or a list of
 * texts is stored, it is written as one: either way it is stored as the same again.
 */
export const attributesOf = (stored: Record<string, unknown>): OtlpAttributes =>
  Object.entries(stored).map(([key, value]) => ({ key, value: valueOf(value) }));

function valueOf(stored: unknown): OtlpValue {
  const text = typeof stored === 'string' ? stored : (JSON.stringify(stored) ?? 'null');
  if (text === 'true' || text === 'false') return { boolValue: text === 'true' };
  // At most 15 digits: beyond, a double holds another number.
  if (/^-?\d{1,15}$/.test(text) && String(Number(text)) === text) return { intValue: text };
  if (/^-?\d{1,15}\.\d{1,17}$/.test(text) && String(Number(text)) === text) return { doubleValue: Number(text) };
  const list = text.startsWith('["') ? textsOf(text) : null;
  if (list !== null) return { arrayValue: { values: list.map((item) => ({ stringValue: item })) } };
  return { stringValue: text };
}

function textsOf(text: string): string[] | null {
  try {
    const list: unknown = JSON.parse(text);
    const isTexts = Array.isArray(list) && list.every((item) => typeof item === 'string');
    return isTexts && JSON.stringify(list) === text ? list : null;
  } catch {
    return null; // Begins like a list and is none, or was cut.
  }
}
