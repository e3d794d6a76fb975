import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReleaseManifest } from '../../contract-releases.ts';
import { digestOf } from '../../releases/digest.ts';
import { canonicalManifest } from './canonical.ts';
import { diffManifests } from './diff.ts';
import { anyManifest, hash, manifest, tool, turned } from './samples.fixture.ts';

const digest = (one: ReleaseManifest): string => digestOf(one).digest;

test('the digest is the same for any order of keys and lists', () => {
  fc.assert(
    fc.property(anyManifest, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (one, numbers) => {
      const other = turned(one, () => numbers.next().value as number) as ReleaseManifest;
      expect(digestOf(other)).toEqual(digestOf(one));
    }),
  );
});

test('two manifests have one digest exactly where nothing differs', () => {
  fc.assert(
    fc.property(anyManifest, anyManifest, (one, other) => {
      expect(digest(one) === digest(other)).toBe(diffManifests(one, other).length === 0);
    }),
  );
});

test('the text is a manifest again, and canonical already', () => {
  fc.assert(
    fc.property(anyManifest, (one) => {
      const { text, digest: known } = digestOf(one);
      const again = ReleaseManifest.parse(JSON.parse(text));
      expect(digestOf(again)).toEqual({ text, digest: known });
      expect(known).toMatch(/^[0-9a-f]{64}$/);
    }),
  );
});

test('empty slots are left out', () => {
  const empty = manifest({
    prompts: [],
    tools: [],
    settings: {},
    notes: '',
    model: { provider: 'p', name: 'm', parameters: {} },
  });
  expect(canonicalManifest(empty)).toEqual(manifest({ model: { provider: 'p', name: 'm' } }));
  expect(digest(manifest({ tools: [] }))).toBe(digest(manifest()));
  expect(digest(manifest({ settings: { note: '' } }))).not.toBe(digest(manifest()));
});

test('what is inside a parameter keeps its order', () => {
  const stop = (list: string[]) => manifest({ model: { provider: 'p', name: 'm', parameters: { stop: list } } });
  expect(digest(stop(['a', 'b']))).not.toBe(digest(stop(['b', 'a'])));
});

test('a known manifest has the digest that sha256sum gives for its bytes', () => {
  const one = manifest({
    tools: [tool('b'), tool('a', null, { schemaHash: hash('0') })],
    settings: { temperature: 0.7, on: true },
  });
  const { text, digest: known } = digestOf(one);
  expect(text).toBe(
    `{"schema":"signalbox.release/v1","settings":{"on":true,"temperature":0.7},"tools":[{"name":"a","schemaHash":"${hash('0')}"},{"effect":{"kind":"reads"},"name":"b","schemaHash":"${hash('a')}"}]}`,
  );
  expect(known).toBe('bf3d74c205444a07b5e99cab17b5106623dfd48a53e4cd96b8f91470a1386992');
});
