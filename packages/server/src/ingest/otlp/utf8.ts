/**
 * Where to cut `bytes` so that at most `max` bytes from `start` remain and no character is split.
 * On bytes that are not UTF-8 it steps back three at most, as no character is longer than four.
 */
export function utf8Cut(bytes: Uint8Array, start: number, max: number): number {
  const end = start + max;
  if (end >= bytes.length) return bytes.length;
  for (let cut = end; cut > end - 4 && cut >= start; cut--) if ((bytes[cut]! & 0xc0) !== 0x80) return cut;
  return end;
}
