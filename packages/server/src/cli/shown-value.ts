import type { Setting } from '../spine/config/areas.ts';

/** A setting's value for people: secrets covered, sizes with their unit, — for none. */
export function shownValue({ secret, name }: Pick<Setting, 'secret' | 'name'>, value: unknown): string {
  if (value === null) return '—';
  if (secret) return covered(String(value));
  if (Array.isArray(value)) return value.length === 0 ? '—' : value.map(shownItem).join(', ');
  return /Bytes$/.test(name) && typeof value === 'number' ? sizeText(value) : String(value);
}

const shownItem = (item: unknown): string => (typeof item === 'string' ? item : JSON.stringify(item));

/** Bytes in the largest binary unit that shows at most one decimal: 16777216 is "16 MiB". */
export function sizeText(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${Number((bytes / 1024 ** step).toFixed(1))} ${units[step]}`;
}

/** Of an address only scheme and place stay; of anything else, nothing. */
const covered = (text: string): string =>
  text.replace(/^(\w+:\/\/)?(?:.*(?=@)|[^@]*)(@.*)?$/s, (_all, scheme = '', place = '') => `${scheme}•••${place}`);
