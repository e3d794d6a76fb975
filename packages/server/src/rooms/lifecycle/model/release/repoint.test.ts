import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffManifests } from './diff.ts';
import { repointed } from './repoint.ts';
import { anyManifest, hash } from './samples.fixture.ts';

const to = { version: 99, digest: `sha256:${hash('9')}` };

test('whatever the manifest, the slots that are named differ in version and digest alone, and nothing else does', () => {
  fc.assert(
    fc.property(anyManifest, fc.nat(3), (manifest, n) => {
      const slots = (manifest.prompts ?? []).slice(0, n).map((one) => one.slot);
      const after = repointed(manifest, slots, to);
      expect(diffManifests(manifest, after).map((one) => [one.slot, one.name])).toEqual(
        slots.toSorted().map((slot) => ['prompts', slot]),
      );
      for (const [at, one] of (after.prompts ?? []).entries()) {
        const before = manifest.prompts![at]!;
        expect(one).toEqual(slots.includes(one.slot) ? { ...before, ...to } : before);
      }
    }),
  );
});
