import fc from 'fast-check';
import { type ReleaseManifest, releaseSchema } from '../../contract-releases.ts';

type Tool = NonNullable<ReleaseManifest['tools']>[number];

export const hash = (digit: string): string => digit.repeat(64);
export const manifest = (slots: Omit<ReleaseManifest, 'schema'> = {}): ReleaseManifest => ({
  schema: releaseSchema,
  ...slots,
});
export const tool = (
  name: string,
  kind: 'reads' | 'reversible' | 'irreversible' | null = 'reads',
  more: Partial<Tool> = {},
): Tool => ({
  ...{ name, schemaHash: hash('a') },
  ...(kind !== null && { effect: { kind } }),
  ...more,
});

const word = fc.string({
  minLength: 1,
  maxLength: 8,
  unit: fc.constantFrom('a', 'b', 'Z', '-', 'é', '€', '\u{1f682}'),
});
const hex = fc.constantFrom(...'0123456789abcdef').map(hash);
const unique = <T extends { name: string }>(one: fc.Arbitrary<T>) =>
  fc.uniqueArray(one, { selector: (thing) => thing.name, maxLength: 4 });
const version = fc.record({ name: word, version: fc.oneof(word, fc.nat()) });

/** Any manifest that the contract takes, as far as the slots go. */
export const anyManifest: fc.Arbitrary<ReleaseManifest> = fc
  .record(
    {
      prompts: fc.uniqueArray(
        fc.record(
          {
            slot: word,
            prompt: word,
            version: fc.integer({ min: 1, max: 9 }),
            digest: hex.map((one) => `sha256:${one}`),
            label: word,
          },
          { requiredKeys: ['slot', 'prompt', 'version', 'digest'] },
        ),
        {
          selector: (one) => one.slot,
          maxLength: 3,
        },
      ),
      model: fc.record({
        provider: word,
        name: word,
        parameters: fc.dictionary(word, fc.double({ noNaN: true, noDefaultInfinity: true })),
      }),
      tools: unique(
        fc.record(
          { name: word, schemaHash: hex, effect: fc.record({ kind: fc.constantFrom('reads', 'irreversible') }) },
          { requiredKeys: ['name', 'schemaHash'] },
        ),
      ),
      policies: unique(version),
      evaluators: unique(version),
      settings: fc.dictionary(word, fc.oneof(word, fc.boolean(), fc.integer(), fc.constant(null))),
      notes: word,
    },
    { requiredKeys: [] },
  )
  .map((slots) => manifest(slots as Omit<ReleaseManifest, 'schema'>));

/** The same, with every key and every list in another order. */
export function turned(value: unknown, random: () => number): unknown {
  const mixed = <T>(list: readonly T[]): T[] =>
    list
      .map((one) => [random(), one] as const)
      .toSorted(([a], [b]) => a - b)
      .map(([, one]) => one);
  if (Array.isArray(value)) return mixed(value.map((one) => turned(one, random)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(mixed(Object.entries(value)).map(([key, part]) => [key, turned(part, random)]));
}
