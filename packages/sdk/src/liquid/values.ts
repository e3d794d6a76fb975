/** What templates know of a value, as LiquidJS has it. */

/** `empty` and `blank`, which compare by what a value holds. */
export type Keyword = { readonly keyword: 'empty' | 'blank' };
export const isKeyword = (value: unknown): value is Keyword => value === empty || value === blank;
export const empty: Keyword = { keyword: 'empty' };
export const blank: Keyword = { keyword: 'blank' };

export const isTrue = (value: unknown): boolean => value !== false && value !== undefined && value !== null;

export function textOf(value: unknown): string {
  if (value === undefined || value === null || isKeyword(value)) return '';
  return Array.isArray(value) ? value.map(textOf).join('') : String(value as string);
}

export function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** What `for` walks through. */
export function itemsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string' && value !== '') return [value];
  return typeof value === 'object' && value !== null && !isKeyword(value) ? Object.entries(value) : [];
}

export function areEqual(left: unknown, right: unknown): boolean {
  if (isKeyword(left)) return !isKeyword(right) && holds(left, right);
  if (isKeyword(right)) return holds(right, left);
  if (Array.isArray(left))
    return Array.isArray(right) && left.length === right.length && left.every((one, at) => areEqual(one, right[at]));
  return (left ?? null) === (right ?? null);
}

function holds({ keyword }: Keyword, value: unknown): boolean {
  if (keyword === 'blank') {
    if (value === false || value === undefined || value === null) return true;
    if (typeof value === 'string') return value.trim() === '';
  }
  if (typeof value === 'string' || Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** One step of a path, own properties only; undefined = there is none. */
export function propertyOf(value: unknown, key: unknown): unknown {
  if (value === undefined || value === null) return value;
  if (Array.isArray(value)) {
    if (typeof key === 'number') return value[key < 0 ? value.length + key : key] as unknown;
    if (key === 'first') return value[0] as unknown;
    if (key === 'last') return value.at(-1) as unknown;
  }
  const name = String(key);
  if (Object.hasOwn(Object(value) as object, name)) return (value as Record<string, unknown>)[name];
  if (name !== 'size') return undefined;
  return typeof value === 'string' ? value.length : typeof value === 'object' ? sizeOf(value) : undefined;
}

const sizeOf = (value: object): number => (Array.isArray(value) ? value.length : Object.keys(value).length);
