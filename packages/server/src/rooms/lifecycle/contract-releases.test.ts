import { expect, test } from 'vitest';
import { Release, ReleaseManifest, releaseSchema } from './contract-releases.ts';

const hash = 'a'.repeat(64);
const whole: ReleaseManifest = {
  schema: releaseSchema,
  prompts: [{ slot: 'system', prompt: 'billing/system', version: 3, digest: `sha256:${hash}` }],
  model: { provider: 'openai', name: 'gpt-x', parameters: { temperature: 0.2, stop: ['END'] } },
  tools: [
    {
      name: 'issue_refund',
      schemaHash: hash,
      description: 'Pays back.',
      effect: {
        kind: 'reversible',
        amount: { in: 'arguments', path: 'refund.amount', currency: 'EUR' },
        subject: { in: 'result', path: 'order.id' },
        undo: 'cancel_refund',
      },
    },
  ],
  mcpServers: [{ name: 'crm', url: 'https://crm.example.com/mcp', schemaHash: hash }],
  policies: [{ name: 'refund-limit', version: 2 }],
  evaluators: [{ name: 'tone', version: '1.2' }],
  gates: [{ name: 'tone', minimum: 0.8 }],
  code: { repository: 'https://git.example.com/billing', commit: 'abc', image: 'sha256:1' },
  knowledge: [{ name: 'handbook', version: '2026-11' }],
  settings: { greeting: 'Hello', retries: 2, strict: true, note: null },
  notes: 'First.',
};
const problems = (input: unknown): string[] => {
  const { error } = ReleaseManifest.safeParse(input);
  return (error?.issues ?? []).map((one) => one.path.join('.'));
};

test('every slot can be said, and none has to be', () => {
  expect(ReleaseManifest.parse(whole)).toEqual(whole);
  expect(ReleaseManifest.parse({ schema: releaseSchema })).toEqual({ schema: releaseSchema });
});

test.each([
  ['an unknown slot', { promts: [] }, ''],
  ['another schema', { schema: 'signalbox.release/v2' }, 'schema'],
  [
    'a digest in capitals',
    { prompts: [{ ...whole.prompts![0], digest: `sha256:${'A'.repeat(64)}` }] },
    'prompts.0.digest',
  ],
  ['one tool twice', { tools: [whole.tools![0], whole.tools![0]] }, 'tools'],
  ['an effect nobody knows', { tools: [{ ...whole.tools![0], effect: { kind: 'harmless' } }] }, 'tools.0.effect.kind'],
  ['settings within settings', { settings: { deep: { er: 1 } } }, 'settings.deep'],
  ['half a surrogate pair', { notes: 'x\ud800' }, ''],
  ['U+0000', { notes: 'x\u0000' }, ''],
])('%s is refused', (_, change, where) => {
  expect(problems({ ...whole, ...change })).toEqual([where]);
});

test('whole pairs and backslashes are no surrogates', () => {
  expect(problems({ ...whole, notes: 'fine \u{1f682} \\ud800 \\\\u0000' })).toEqual([]);
});

test('a release is told with its manifest', () => {
  expect(Object.keys(Release.shape)).toEqual(expect.arrayContaining(['digest', 'manifest', 'version', 'parentId']));
});
