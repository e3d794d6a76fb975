import { describe, expect, test } from 'vitest';
import { manifestLines } from './manifest-lines.ts';
import { readManifest, slotsFrom, slotsText } from './manifest-text.ts';
import { aDeployment, aRelease } from './release.fixture.ts';
import { servedIn } from './served-in.ts';
import { toggled } from './toggled.ts';

const schema = 'signalbox.release/v1' as const;
const said = (manifest: Parameters<typeof manifestLines>[0]): string[] =>
  manifestLines(manifest).map(
    ({ slot, items }) => `${slot}: ${items.map((one) => `${one.name} (${one.note})`).join(', ')}`,
  );

describe('what a release is made of', () => {
  test('is told slot by slot; what is empty is left out', () => {
    expect(said(aRelease().manifest)).toEqual([
      'Model: gpt-5 (by openai)',
      'Parameters: temperature (0.2)',
      'Prompts: clerk/system (version 3, as system)',
      'Tools: issue_refund (irreversible)',
    ]);
    expect(said({ schema, tools: [], settings: {} })).toEqual([]);
  });

  test('a prompt that follows a label says which', () => {
    const [prompt] = aRelease().manifest.prompts!;
    const prompts = [{ ...prompt!, label: 'production' }];
    expect(said({ schema, prompts })).toEqual(['Prompts: clerk/system (version 3, as system, follows production)']);
  });

  test('a tool whose effect nobody declared says so', () => {
    const tools = [{ name: 'look', schemaHash: 'a'.repeat(64) }];
    expect(said({ schema, tools })).toEqual(['Tools: look (effect unknown)']);
  });

  test('the other slots', () => {
    expect(
      said({
        schema,
        mcpServers: [{ name: 'crm', version: '2', url: 'https://crm.example.com' }],
        policies: [{ name: 'limits', version: 3 }],
        evaluators: [{ name: 'tone', version: 'v1' }],
        gates: [{ name: 'tone', minimum: 0.8 }, { name: 'free' }],
        code: { commit: '9f1c2ab' },
        knowledge: [{ name: 'faq' }],
        settings: { locale: 'de', retries: 2, none: null },
      }),
    ).toEqual([
      'MCP servers: crm (2 · https://crm.example.com)',
      'Policies: limits (version 3)',
      'Evaluators: tone (version v1)',
      'Gates: tone (≥ 0.8), free ()',
      'Code: 9f1c2ab ()',
      'Knowledge: faq ()',
      'Settings: locale (de), retries (2), none (null)',
    ]);
  });
});

const manifestText = (of: Parameters<typeof slotsFrom>[0]): string => slotsText(slotsFrom(of));

describe('a manifest as text', () => {
  test('is read back as it was', () => {
    const { manifest } = aRelease();
    expect(manifestText(manifest)).not.toContain('signalbox.release');
    expect(readManifest(manifestText(manifest))).toEqual({ manifest });
    expect(readManifest(manifestText(undefined))).toEqual({ manifest: { schema } });
  });

  test('nobody can name another schema', () => {
    expect(readManifest('{"schema":"mine"}')).toEqual({ manifest: { schema } });
  });

  test.each(['', '{', '[]', 'null', '"text"', '1'])('%j is none, and says why', (text) => {
    expect(readManifest(text)).toEqual({ error: expect.stringMatching(/^This is no JSON/) });
  });
});

test('a release is served in places, for all or for a share', () => {
  const named = (id: string) => ({ id, version: '1', digest: 'd' });
  const items = [
    aDeployment({ candidate: { ...named('rel_3'), percent: 10 } }),
    aDeployment({ environment: 'staging', release: named('rel_3') }),
  ];
  expect(servedIn(items, 'rel_3')).toEqual(['production 10 %', 'staging']);
  expect(servedIn(items, 'rel_2')).toEqual(['production']);
  expect(servedIn(items, 'rel_1')).toEqual([]);
});

test('of two that can be chosen the first goes when a third comes', () => {
  expect(toggled([], 'a', 2)).toEqual(['a']);
  expect(toggled(['a', 'b'], 'a', 2)).toEqual(['b']);
  expect(toggled(['a', 'b'], 'c', 2)).toEqual(['b', 'c']);
  expect(toggled(['a', 'b'], 'c')).toEqual(['a', 'b', 'c']);
});
