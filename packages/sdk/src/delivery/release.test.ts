import { describe, expect, test } from 'vitest';
import { type Delivery, releaseFrom, releaseOf } from './release.ts';

const delivery: Delivery = {
  ...{ seq: 7, stale: false, agent: { id: 'agt', slug: 'helper' }, environment: 'staging', deployment: 3 },
  assignment: { variant: 'candidate', reason: 'split', unit: 'user:u' },
  release: { id: 'rel', version: '2.0.0', digest: 'd', manifest: { notes: 'n' } },
  ...{ prompts: [], tools: [], settings: { tone: 'kind', most: 3, off: false, none: null } },
};
const said = (more: Partial<Delivery> = {}) => ({ delivery: { ...delivery, ...more }, etag: '"e"' });

describe('a delivery, as the agent sees it', () => {
  test('is the release with where and how it came', () => {
    expect(releaseOf(said(), 'disk', 1_500)).toEqual({
      ...{ id: 'rel', version: '2.0.0', digest: 'd', manifest: { notes: 'n' }, environment: 'staging' },
      ...{ prompts: [], tools: [], settings: delivery.settings, variant: 'candidate', pinned: false },
      ...{ seq: 7, source: 'disk', ageMs: 1_500 },
    });
  });

  test.each([
    [undefined, false],
    [false, false],
    [true, true],
  ])('of a server that says pinned: %j is pinned: %j', (pinned, is) => {
    const assignment = { ...delivery.assignment, ...(pinned !== undefined && { pinned }) };
    expect(releaseOf(said({ assignment }), 'server', 0).pinned).toBe(is);
  });

  test('no tools and no list of tools are two things', () => {
    expect(releaseOf(said({ tools: null }), 'server', 0).tools).toBeNull();
    expect(releaseOf(said({ tools: [] }), 'server', 0).tools).toEqual([]);
  });
});

describe('a fallback', () => {
  test('says of itself that it is one: no digest, no id, no age', () => {
    expect(releaseFrom({ version: '0.1' }, 'production')).toEqual({
      ...{ id: null, version: '0.1', digest: null, manifest: {}, environment: 'production', prompts: [], tools: null },
      ...{ settings: {}, variant: 'stable', pinned: false, seq: 0, source: 'fallback', ageMs: null },
    });
  });

  test('takes the slot for the name where none is given, and has no version unless it says so', () => {
    const { prompts } = releaseFrom(
      {
        version: '0',
        prompts: [
          { slot: 'system', body: 'Hi {{ name }}.' },
          {
            slot: 'tone',
            prompt: 'shared/tone',
            version: 4,
            body: [{ placeholder: 'x' }],
            variables: { type: 'object' },
          },
        ],
        tools: ['look_up'],
      },
      'production',
    );
    expect(prompts).toEqual([
      { slot: 'system', prompt: 'system', version: 0, digest: '', content: { body: 'Hi {{ name }}.' } },
      {
        ...{ slot: 'tone', prompt: 'shared/tone', version: 4, digest: '' },
        content: { body: [{ placeholder: 'x' }], variables: { type: 'object' } },
      },
    ]);
  });
});
