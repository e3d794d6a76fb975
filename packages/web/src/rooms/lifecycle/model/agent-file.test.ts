import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { agentFile, yaml } from './agent-file.ts';
import { aRecord, aRelease } from './release.fixture.ts';

test('a file holds who it is, what is said about it, and what it is made of', () => {
  const record = aRecord({ owner: { id: 'per_1', name: 'Ada' }, profile: { purpose: 'Refunds: all', tags: ['eu'] } });
  const file = agentFile(record, aRelease(), 'support');
  const { schema: _, ...manifest } = aRelease().manifest;
  expect(parse(file)).toEqual({
    apiVersion: 'signalbox/v1',
    kind: 'Agent',
    metadata: { name: 'clerk', team: 'support' },
    registry: { owner: 'per_1', purpose: 'Refunds: all', tags: ['eu'] },
    release: {
      why: 'Refunds above 50 EUR',
      expectedEffect: 'Fewer hand-overs',
      evidence: ['https://example.com/eval/1'],
      manifest,
    },
  });
  expect(file).toContain('  name: clerk\n');
});

test('a prompt that follows a label is named by it', () => {
  const { manifest } = aRelease();
  const prompts = [{ ...manifest.prompts![0]!, label: 'production' }];
  const file = parse(agentFile(aRecord(), aRelease({ manifest: { ...manifest, prompts } }))) as {
    release: { manifest: { prompts: unknown } };
  };
  expect(file.release.manifest.prompts).toEqual([{ slot: 'system', prompt: 'clerk/system', version: 'production' }]);
});

test('what nobody said is left out', () => {
  const file = agentFile(aRecord(), aRelease({ evidence: [], expectedEffect: '' }));
  expect(Object.keys((parse(file) as { release: object }).release)).toEqual(['why', 'manifest']);
  expect(file).not.toContain('team');
  // A key with nothing under it would be null, which apply refuses.
  expect((parse(file) as { registry: unknown }).registry).toEqual({});
});

test.each(['yes', 'Null', '1.10', '0x1f', '- a', 'a: b', '#x', ' a', 'a ', '', '~', '2026-11-22', '\u{1f682}', 'a\nb'])(
  'the text %j stays text',
  (text) => expect(parse(yaml({ text }))).toEqual({ text }),
);

test('whatever a manifest holds is read back as it was', () => {
  const value = fc.jsonValue({ maxDepth: 4 }).map((one) => JSON.parse(JSON.stringify(one)) as unknown);
  const key = fc.string({ minLength: 1 }).filter((one) => one !== '__proto__');
  fc.assert(
    fc.property(fc.dictionary(key, value, { minKeys: 1, noNullPrototype: true }), (object) => {
      expect(parse(yaml(object))).toEqual(object);
    }),
    { numRuns: 300 },
  );
});
