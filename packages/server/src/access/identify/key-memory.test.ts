import { describe, expect, test } from 'vitest';
import type { KeyScope } from '../../spine/actor.ts';
import { steppedClock } from '../../spine/clock.ts';
import { keyMemory } from './key-memory.ts';
import type { FoundKey } from './look-up-key.ts';

const start = 1_800_000_000_000;
const found = (id: string, change: { scopes?: KeyScope[]; expiresAt?: number | null } = {}): FoundKey => ({
  identity: {
    actor: { kind: 'key', id, teamId: 'tea_1', agent: null, environment: null, scopes: change.scopes ?? ['ingest'] },
    workspaceId: 'wsp_1',
    contentKey: new Uint8Array(32),
    contentMode: 'keep',
  },
  expiresAt: change.expiresAt ?? null,
});
const fresh = () => {
  const clock = steppedClock(start);
  return { clock, memory: keyMemory(clock) };
};

describe('five seconds', () => {
  test('a key that was found is known, one that was refused is known as refused, others are asked for', () => {
    const { clock, memory } = fresh();
    memory.keep('good', found('key_1'));
    memory.keep('bad', null);
    const seen = () => ['good', 'bad', 'never'].map((name) => memory.recall(name)?.actor.id ?? memory.recall(name));
    expect(seen()).toEqual(['key_1', null, undefined]);
    clock.advance(4_999);
    expect(seen()).toEqual(['key_1', null, undefined]);
    clock.advance(1);
    expect(seen()).toEqual([undefined, undefined, undefined]);
  });

  test('the last answer counts, in both directions', () => {
    const { memory } = fresh();
    memory.keep('one', null);
    memory.keep('one', found('key_1'));
    expect(memory.recall('one')?.actor.id).toBe('key_1');
    memory.keep('one', null);
    expect(memory.recall('one')).toBeNull();
    expect(memory.standIn('one')).toBeUndefined();
  });

  test('doubt ends them at once, for refused ones too: a key may just have been made', () => {
    const { memory } = fresh();
    memory.keep('good', found('key_1'));
    memory.keep('bad', null);
    memory.doubtAll();
    expect([memory.recall('good'), memory.recall('bad')]).toEqual([undefined, undefined]);
    expect([memory.generation, memory.doubted()]).toEqual([1, ['key_1']]);
  });
});

describe('standing in', () => {
  test('counts five seconds from each failed question, an hour from the last answer', () => {
    const { clock, memory } = fresh();
    memory.keep('one', found('key_1'));
    expect(memory.standing('one')).toBeUndefined();
    expect(memory.standIn('one')?.actor.id).toBe('key_1');
    clock.advance(4_999);
    expect(memory.standing('one')?.actor.id).toBe('key_1');
    clock.advance(1);
    expect(memory.standing('one')).toBeUndefined();
    clock.advance(60 * 60_000 - 5_000);
    expect(memory.standIn('one')).toBeDefined();
    clock.advance(1);
    expect([memory.standIn('one'), memory.standing('one')]).toEqual([undefined, undefined]);
  });

  test.each([
    ['a key that may not send', { scopes: ['read', 'admin'] as KeyScope[] }],
    ['a key that expired meanwhile', { expiresAt: start + 1_000 }],
  ])('is not for %s', (_what, change) => {
    const { clock, memory } = fresh();
    memory.keep('one', found('key_1', change));
    clock.advance(1_000);
    expect(memory.standIn('one')).toBeUndefined();
  });

  test('ends with doubt, and comes back with confirmation, which counts as an answer', () => {
    const { clock, memory } = fresh();
    for (const id of ['a', 'b']) memory.keep(id, found(`key_${id}`));
    clock.advance(30 * 60_000);
    memory.doubtAll();
    expect(memory.standIn('a')).toBeUndefined();
    memory.settle(new Set(['key_a']));
    expect(memory.doubted()).toEqual([]);
    clock.advance(60 * 60_000);
    expect([memory.standIn('a')?.actor.id, memory.standIn('b')]).toEqual(['key_a', undefined]);
  });

  test('what was found out after the doubt is no longer doubted', () => {
    const { memory } = fresh();
    memory.keep('a', found('key_a'));
    memory.doubtAll();
    memory.keep('a', found('key_a'));
    memory.settle(new Set());
    expect(memory.recall('a')?.actor.id).toBe('key_a');
  });
});

test('of two thousand and one, the oldest is forgotten', () => {
  const { memory } = fresh();
  for (let n = 0; n <= 2_000; n++) memory.keep(`k${n}`, found(`key_${n}`));
  expect([memory.recall('k0'), memory.recall('k1')?.actor.id]).toEqual([undefined, 'key_1']);
  memory.keep('k1', found('key_1'));
  memory.keep('more', found('key_more'));
  expect(memory.recall('k1')?.actor.id).toBe('key_1');
  expect(memory.recall('k2')).toBeUndefined();
});
