/**
 * Uniform numbers, 0 <= u < 1 in steps of 2^-32, the same for the same seed on every machine (sfc32, whose counter keeps the period at 2^32
 * or more). For draws that must be repeated; never for secrets.
 */
export function uniforms(seed: number): () => number {
  let [a, b, c, count] = [seed | 0, Math.imul(seed, 0x85ebca6b) ^ 0x9e3779b9, ~seed, 1];
  const next = (): number => {
    const mixed = (a + b + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + mixed) | 0;
    return (mixed >>> 0) / 2 ** 32;
  };
  for (let at = 0; at < 16; at++) next();
  return next;
}
