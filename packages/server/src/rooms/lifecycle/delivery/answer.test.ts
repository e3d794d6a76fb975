import { describe, expect, test, vi } from 'vitest';
import { Delivery } from '../contract-delivery.ts';
import { answerOf, etagOf } from './answer.ts';
import type { Assignment } from './evaluate.ts';
import type { Delivered, Served } from './snapshot.ts';

const release = (more: Partial<Delivered> = {}): Delivered => ({
  ...{ id: 'rel_1', version: '1.0.0', digest: 'a'.repeat(64), prompts: [] },
  manifest: { schema: 'signalbox.release/v1' },
  ...more,
});
const served = (more: Partial<Served> = {}): Served => ({
  ...{ agentId: 'agt_1', teamId: 'tea_1', slug: 'clerk', key: 'Clerk', environment: 'production', version: 4 },
  ...{ stable: release(), candidate: null, history: [], since: 3 },
  ...more,
});
const drawn = (of: Delivered, more: Partial<Assignment> = {}): Assignment => ({
  ...{ release: of, variant: 'stable', reason: 'STATIC', unit: null, pinned: false },
  ...more,
});
const asOf = { seq: 12, stale: false };
const read = (one: Served, assignment: Assignment, at = asOf): Delivery =>
  Delivery.parse(JSON.parse(answerOf(one, assignment, at).body));

describe('the body of an answer', () => {
  test('is what the contract says, whatever the release holds', () => {
    const tools = [
      { name: 'refund', schemaHash: 'b'.repeat(64) },
      { name: 'mail', schemaHash: 'c'.repeat(64) },
    ];
    const slot = { slot: 'system', prompt: 'greeting', version: 3, digest: `sha256:${'d'.repeat(64)}` };
    const full = release({
      manifest: { schema: 'signalbox.release/v1', tools, prompts: [slot], settings: { limit: 5, on: true, no: null } },
      prompts: [{ ...slot, content: { body: 'Hello “you”\n\u2028</script>' } as never }],
    });
    const answer = read(served({ stable: full }), drawn(full));
    expect(answer.tools).toEqual(['refund', 'mail']);
    expect(answer.settings).toEqual({ limit: 5, on: true, no: null });
    expect(answer.prompts).toEqual(full.prompts);
    expect(answer.release).toEqual({ id: 'rel_1', version: '1.0.0', digest: full.digest, manifest: full.manifest });
    expect(answer).toMatchObject({ seq: 12, stale: false, deployment: 4, agent: { id: 'agt_1', slug: 'clerk' } });
  });

  test('tells a release that names no tools from one that allows none', () => {
    const none = release({ manifest: { schema: 'signalbox.release/v1', tools: [] } });
    expect(read(served(), drawn(release())).tools).toBeNull();
    expect(read(served(), drawn(none)).tools).toEqual([]);
  });

  test('keeps apart the two releases of one deployment, and the same release of two', () => {
    const [stable, candidate] = [release(), release({ id: 'rel_2', digest: 'e'.repeat(64) })];
    const one = served({ stable, candidate: { release: candidate, share: 50_000, salt: 's' } });
    const ids = (['stable', 'candidate', 'stable'] as const).map(
      (variant) => read(one, drawn(variant === 'stable' ? stable : candidate, { variant })).release.id,
    );
    expect(ids).toEqual(['rel_1', 'rel_2', 'rel_1']);
    const other = served({ stable, environment: 'staging', version: 9 });
    expect(read(other, drawn(stable))).toMatchObject({ environment: 'staging', deployment: 9 });
    expect(read(one, drawn(stable))).toMatchObject({ environment: 'production', deployment: 4 });
  });

  test('is made once of what does not change; the place in the ledger and the draw are always those of now', () => {
    const [stable, spied] = [release(), vi.spyOn(JSON, 'stringify')];
    const one = served({ stable });
    try {
      const first = answerOf(one, drawn(stable), asOf);
      const calls = spied.mock.calls.length;
      const second = answerOf(one, drawn(stable, { reason: 'SPLIT', unit: 'user' }), { seq: 99, stale: true });
      expect([calls, spied.mock.calls.length]).toEqual([2, 3]);
      expect(JSON.parse(second.body)).toEqual({
        ...JSON.parse(first.body),
        ...{ seq: 99, stale: true, assignment: { variant: 'stable', reason: 'SPLIT', unit: 'user', pinned: false } },
      });
    } finally {
      spied.mockRestore();
    }
  });
});

describe('the ETag', () => {
  const plain = drawn(release());
  const etag = etagOf(served(), plain);

  test('stands for the deployment and the draw, whoever was drawn and whenever', () => {
    expect(etag).toMatch(/^W\/"[\x21\x23-\x7e]+"$/);
    expect(etagOf(served({ since: 99 }), drawn(release(), { unit: 'user' }))).toBe(etag);
    expect(answerOf(served(), plain, { seq: 99, stale: true }).etag).toBe(etag);
  });

  test.each<[string, Served, Assignment]>([
    ['another agent', served({ agentId: 'agt_2' }), plain],
    ['another version of the deployment', served({ version: 5 }), plain],
    ['the candidate', served(), drawn(release(), { variant: 'candidate' })],
    ['one that is held on to', served(), drawn(release(), { pinned: true })],
    ['one that was drawn', served(), drawn(release(), { reason: 'SPLIT' })],
    ['another digest', served(), drawn(release({ digest: 'b'.repeat(64) }))],
  ])('is another for %s', (_, one, assignment) => expect(etagOf(one, assignment)).not.toBe(etag));
});
