/** Lines of iCalendar (RFC 5545, section 3.1): written folded, read unfolded. */
export type ContentLine = { name: string; params: ReadonlyMap<string, string>; value: string };

const mostOctets = 75;
const encoder = new TextEncoder();

/** One property as lines of at most 75 octets; no character is cut. */
export function folded(name: string, value: string): string {
  const lines: string[] = [];
  let line = '';
  let octets = 0;
  for (const character of `${name}:${value}`) {
    const size = encoder.encode(character).length;
    if (octets + size > mostOctets) {
      lines.push(line);
      line = ' ';
      octets = 1;
    }
    line += character;
    octets += size;
  }
  return [...lines, line].join('\r\n');
}

/** TEXT as section 3.3.11 has it; control characters, which no calendar may hold, are left out. */
export const escaped = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    // eslint-disable-next-line no-control-regex -- exactly those
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .replace(/[\\;,]/g, (character) => `\\${character}`)
    .replaceAll('\n', '\\n');

export const unescaped = (value: string): string =>
  value.replace(/\\([\\;,nN])/g, (_, character: string) => (/n/i.test(character) ? '\n' : character));

/** null = not a line of a calendar. Parameters in upper case, of each its first value. */
export function lineOf(text: string): ContentLine | null {
  const parts = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)$/su.exec(
    text,
  );
  if (parts === null) return null;
  const params = new Map<string, string>();
  for (const [, name, quoted, plain] of parts[2]!.matchAll(/;([A-Za-z0-9-]+)=(?:"([^"]*)"|([^";:,]*))/g))
    params.set(name!.toUpperCase(), quoted ?? plain ?? '');
  return { name: parts[1]!.toUpperCase(), params, value: parts[3]! };
}

/** Lines of a text, unfolded; those that are empty left out. */
export const unfolded = (text: string): string[] =>
  text
    .replace(/^\ufeff/, '')
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
