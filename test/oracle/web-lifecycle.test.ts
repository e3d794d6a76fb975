import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { AgentProfile } from '../../packages/server/src/rooms/lifecycle/contract-agents.ts';
import { AgentFile } from '../../packages/server/src/rooms/lifecycle/contract-apply.ts';
import { BulkAgents } from '../../packages/server/src/rooms/lifecycle/contract-fleet.ts';
import { ReleaseManifest, releaseSchema } from '../../packages/server/src/rooms/lifecycle/contract-releases.ts';
import { freezeOver } from '../../packages/server/src/rooms/lifecycle/model/deployment/freeze.ts';
import { digestOf } from '../../packages/server/src/rooms/lifecycle/releases/digest.ts';
import { anyManifest } from '../../packages/server/src/rooms/lifecycle/model/release/samples.fixture.ts';
import { agentFile } from '../../packages/web/src/rooms/lifecycle/model/agent-file.ts';
import { actOf, emptyBulkForm } from '../../packages/web/src/rooms/lifecycle/model/bulk-form.ts';
import { freezesOver } from '../../packages/web/src/rooms/lifecycle/model/freeze-words.ts';
import { readManifest, slotsFrom, slotsText } from '../../packages/web/src/rooms/lifecycle/model/manifest-text.ts';
import { beyondFields, draftOf, slotsOf } from '../../packages/web/src/rooms/lifecycle/model/release-draft.ts';
import { formOf, profileOf } from '../../packages/web/src/rooms/lifecycle/model/profile-form.ts';
import { aFreeze, aRecord, aRelease } from '../../packages/web/src/rooms/lifecycle/model/release.fixture.ts';

/** What the web works out by itself, against the server's own rules: neither may say what the other would refuse. */

const level = fc.constantFrom('low', 'medium', 'high');
const word = fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom(...'aB3-_./äß€') });
const words = fc.uniqueArray(word, { minLength: 1, maxLength: 4 });
const aProfile = fc.record(
  {
    ...{ purpose: word, onCall: word, budget: word, tools: words, mcpServers: words, tags: words, dataSources: words },
    risk: fc.record({ autonomy: level, spend: level }, { requiredKeys: ['autonomy'] }),
    runbook: fc.webUrl({ validSchemes: ['https'] }),
    objectives: fc.record({
      completion: fc.integer({ min: 1, max: 1000 }).map((n) => n / 1000),
      latencyMs: fc.integer({ min: 1, max: 1e6 }),
      costUsd: fc.integer({ min: 1, max: 1e5 }).map((n) => n / 1e4),
    }),
  },
  { requiredKeys: [] },
);

/** As JSON has it: -0 is 0, in the digest too. */
const plain = (manifest: ReleaseManifest): ReleaseManifest => JSON.parse(JSON.stringify(manifest)) as ReleaseManifest;

test('a signalbox.yaml that the web copies is one that apply takes, and says the same', () => {
  fc.assert(
    fc.property(anyManifest, aProfile, word, (manifest, profile, why) => {
      const text = agentFile(aRecord({ profile }), aRelease({ manifest, why, notes: '' }), 'support');
      const file = AgentFile.parse(parse(text));
      const { schema: _, prompts, ...others } = plain(manifest);
      const { prompts: told, ...rest } = file.release!.manifest;
      expect(rest).toEqual(others);
      // One that follows a label is named by it.
      expect(told?.map((one) => [one.slot, one.prompt, one.version])).toEqual(
        prompts?.map((one) => [one.slot, one.prompt, one.label ?? one.version]),
      );
      expect(file.registry).toEqual(profile);
      expect([file.metadata.name, file.metadata.team, file.release?.why]).toEqual(['clerk', 'support', why]);
    }),
    { numRuns: 200 },
  );
});

test('a manifest that goes through the editor is the same release', () => {
  fc.assert(
    fc.property(anyManifest, (manifest) => {
      const slots = slotsFrom(plain(manifest));
      const read = readManifest(slotsText(slots));
      expect('manifest' in read && ReleaseManifest.parse(read.manifest)).toEqual(plain(manifest));
      // The same in fields, which all of it can be shown in.
      expect(beyondFields(slots)).toEqual([]);
      const shown = ReleaseManifest.parse({ ...slotsOf(draftOf(slots)), schema: releaseSchema });
      expect(digestOf(shown).digest).toBe(digestOf(plain(manifest)).digest);
    }),
  );
});

test('a profile that goes through the form is one that the API takes, unchanged', () => {
  fc.assert(
    fc.property(aProfile, (profile) => {
      const back = profileOf(formOf(profile as AgentProfile));
      expect(AgentProfile.parse(back)).toEqual(profile);
    }),
  );
});

describe('a freeze stands in the way here exactly when the server says so', () => {
  const [now, hour] = [1_800_000_000_000, 3_600_000];
  const place = { teamId: 'tea_1', agentId: 'agt_1', environment: 'production' };
  const aWindow = fc.record({
    teamId: fc.constantFrom(null, 'tea_1', 'tea_2'),
    agentId: fc.constantFrom(null, 'agt_1', 'agt_2'),
    environment: fc.constantFrom(null, 'production', 'staging'),
    from: fc.integer({ min: -3, max: 3 }),
    length: fc.integer({ min: 1, max: 5 }),
    agreed: fc.array(
      fc.record({
        personId: fc.constantFrom('a', 'b', 'c'),
        agentId: fc.constantFrom('agt_1', 'agt_2'),
        environment: fc.constantFrom('production', 'staging'),
      }),
      { maxLength: 3 },
    ),
  });

  test('whoever agreed to whatever', () => {
    fc.assert(
      fc.property(fc.array(aWindow, { maxLength: 4 }), (windows) => {
        const spans = windows.map(({ from, length, ...one }, i) => ({
          ...{ ...one, id: `frz_${i}`, from: now + from * hour, until: now + (from + length) * hour },
        }));
        const overrides = spans.flatMap(({ id, agreed }) =>
          agreed
            .filter((one) => one.agentId === place.agentId && one.environment === place.environment)
            .map(({ personId }) => ({ freezeId: id, personId })),
        );
        const shown = spans.map(({ id, teamId, agentId, environment, from, until, agreed }) =>
          aFreeze({
            ...{ id, teamId, agentId, environment },
            ...{ from: new Date(from).toISOString(), until: new Date(until).toISOString() },
            overrides: agreed.map((one) => ({ ...one, reason: 'urgent' })),
          }),
        );
        const server = freezeOver(spans, overrides, place, now);
        const web = freezesOver(shown, place, now);
        expect(web.length > 0).toBe(server !== null);
        if (server !== null) expect(web.map((one) => one.id)).toContain(server.id);
      }),
      { numRuns: 500 },
    );
  });
});

test.each(['claim', 'owner', 'add_tags', 'remove_tags', 'risk', 'describe', 'promote'] as const)(
  'a change of many by %s is one that the API takes',
  (kind) => {
    const form = {
      ...emptyBulkForm,
      ...{ person: 'per_1', tags: 'eu, eu ,x', purpose: 'Refunds', runbook: 'https://wiki.example.com' },
      ...{ spend: 'high', from: 'staging', to: 'production', reason: 'As agreed' },
    };
    expect(BulkAgents.safeParse({ agents: ['agt_1'], act: actOf(kind, form) }).error).toBeUndefined();
  },
);
