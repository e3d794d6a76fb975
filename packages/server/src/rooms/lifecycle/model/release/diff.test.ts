import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReleaseManifest } from '../../contract-releases.ts';
import { diffManifests, highestRisk, widestPart } from './diff.ts';
import { anyManifest, hash, manifest, tool } from './samples.fixture.ts';

const model = (name: string, parameters = {}): ReleaseManifest['model'] => ({ provider: 'openai', name, parameters });
const prompt = (version: number) => ({
  slot: 'system',
  prompt: 'billing/system',
  version,
  digest: `sha256:${hash(String(version))}`,
});
/** Each difference in one line: risk, reach, words. */
const told = (before: Parameters<typeof manifest>[0] | null, after: Parameters<typeof manifest>[0]): string[] =>
  diffManifests(before === null ? null : manifest(before), manifest(after)).map(
    ({ risk, part, sentence }) => `${risk.level} ${part}: ${sentence}`,
  );

describe('tools', () => {
  test.each([
    ['irreversible', 'high'],
    [null, 'high'],
    ['reversible', 'medium'],
    ['reads', 'low'],
  ] as const)('one that is %s is added with %s risk', (kind, level) => {
    expect(told({}, { tools: [tool('issue_refund', kind)] })).toEqual([`${level} major: Tool \`issue_refund\` added`]);
  });

  test.each([
    [tool('t'), null, 'medium major: Tool `t` removed'],
    [tool('t'), tool('t', 'reads', { schemaHash: hash('b') }), 'medium major: Tool `t` takes other arguments'],
    [
      tool('t', 'irreversible'),
      tool('t', 'irreversible', { schemaHash: hash('b') }),
      'high major: Tool `t` takes other arguments',
    ],
    [tool('t', 'reads'), tool('t', 'irreversible'), 'high major: Tool `t`: only reads → irreversible'],
    [tool('t', null), tool('t', 'reads'), 'medium major: Tool `t`: effect unknown → only reads'],
    [tool('t'), tool('t', 'reads', { description: 'x' }), 'medium minor: Tool `t` is described in other words'],
    [
      tool('t', 'reversible'),
      { ...tool('t'), effect: { kind: 'reversible', undo: 'u' } as const },
      'medium major: Tool `t` declares its effect otherwise',
    ],
  ])('%j → %j', (before, after, line) => {
    expect(told({ tools: [before] }, { tools: after === null ? [] : [after] })).toEqual([line]);
  });
});

test.each([
  [{ model: model('a') }, { model: model('b') }, ['high minor: Model changed: openai/a → openai/b']],
  [{}, { model: model('a') }, ['high minor: Model set: openai/a']],
  [
    { model: { provider: 'a/b', name: 'c' } },
    { model: { provider: 'a', name: 'b/c' } },
    ['high minor: Model changed: a/b/c → a/b/c'],
  ],
  [{ model: model('a') }, {}, ['high minor: Model openai/a removed']],
  [
    { model: model('a', { temperature: 0.2 }) },
    { model: model('a', { temperature: 0.7 }) },
    ['medium minor: temperature 0.2 → 0.7'],
  ],
  [{ model: model('a') }, { model: model('a', { seed: 1 }) }, ['medium minor: seed none → 1']],
  [{ prompts: [prompt(3)] }, { prompts: [prompt(4)] }, ['medium minor: Prompt `system`: version 3 → 4']],
  [
    { prompts: [prompt(3)] },
    { prompts: [{ ...prompt(1), prompt: 'other' }] },
    ['medium minor: Prompt `system` is `other` instead of `billing/system`'],
  ],
  [{ policies: [{ name: 'p', version: 1 }] }, {}, ['high minor: Policy `p` removed']],
  [
    { policies: [{ name: 'p', version: 1 }] },
    { policies: [{ name: 'p', version: 2 }] },
    ['medium minor: Policy `p`: version 1 → 2'],
  ],
  [{}, { mcpServers: [{ name: 'crm' }] }, ['high major: MCP server `crm` added']],
  [
    { gates: [{ name: 'g', minimum: 0.8 }] },
    { gates: [{ name: 'g', minimum: 0.5 }] },
    ['medium patch: Gate `g`: minimum 0.8 → 0.5'],
  ],
  [{}, { evaluators: [{ name: 'tone', version: 1 }] }, ['low patch: Evaluator `tone` added']],
  [{ code: { commit: 'a' } }, { code: { commit: 'b' } }, ['medium patch: Code: commit a → b']],
  [{ settings: { n: 1 } }, { settings: { n: null } }, ['low patch: Setting `n` 1 → null']],
  [{ notes: 'a' }, { notes: 'b' }, ['low patch: Notes changed']],
  [
    { knowledge: [{ name: 'k', digest: 'x' }] },
    { knowledge: [{ name: 'k' }] },
    ['medium patch: Knowledge source `k`: digest x → none'],
  ],
] as const)('%j → %j reads', (before, after, lines) => {
  expect(told(before as Parameters<typeof manifest>[0], after as Parameters<typeof manifest>[0])).toEqual(lines);
});

test('the riskiest comes first; of the first release everything is added', () => {
  const lines = told(null, { notes: 'x', tools: [tool('wipe', 'irreversible')], prompts: [prompt(1)] });
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['high', 'medium', 'low']);
});

test('the widest part and the highest risk of all count; of nothing there is none', () => {
  const changes = diffManifests(manifest({ notes: 'a' }), manifest({ notes: 'b', model: model('m') }));
  expect([widestPart(changes), highestRisk(changes)]).toEqual(['minor', 'high']);
  expect([widestPart([]), highestRisk([])]).toEqual([null, null]);
});

test('a manifest does not differ from itself; there and back concern the same things', () => {
  fc.assert(
    fc.property(anyManifest, anyManifest, (one, other) => {
      expect(diffManifests(one, one)).toEqual([]);
      const things = (from: ReleaseManifest, to: ReleaseManifest) =>
        diffManifests(from, to)
          .map(({ slot, name }) => `${slot} ${name}`)
          .toSorted();
      expect(things(one, other)).toEqual(things(other, one));
    }),
  );
});

test('long values are cut', () => {
  const [line] = told({ settings: { s: 'x'.repeat(500) } }, { settings: { s: 'short' } });
  expect(line!.length).toBeLessThan(120);
});
