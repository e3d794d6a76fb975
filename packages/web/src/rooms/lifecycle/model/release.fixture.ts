import type {
  AgentRecord,
  Deployment,
  DeploymentChange,
  DeploymentList,
  Freeze,
  Release,
  ReleaseChange,
  ReleaseFigures,
} from 'signalbox/contract/lifecycle';

export const aRelease = (over: Partial<Release> = {}): Release => ({
  ...{ id: 'rel_2', agentId: 'agt_1', version: '1.4.0', digest: 'd'.repeat(64), parentId: 'rel_1' },
  manifest: {
    schema: 'signalbox.release/v1',
    model: { provider: 'openai', name: 'gpt-5', parameters: { temperature: 0.2 } },
    tools: [{ name: 'issue_refund', schemaHash: 'a'.repeat(64), effect: { kind: 'irreversible' } }],
    prompts: [{ slot: 'system', prompt: 'clerk/system', version: 3, digest: `sha256:${'b'.repeat(64)}` }],
  },
  ...{ why: 'Refunds above 50 EUR', expectedEffect: 'Fewer hand-overs', evidence: ['https://example.com/eval/1'] },
  ...{ notes: '', signature: 'c2ln', keyId: 'k'.repeat(16) },
  ...{ createdAt: '2026-11-22T09:00:00.000Z', createdBy: 'per_1', createdByName: 'Ada Weiss' },
  ...over,
});
const named = (id: string, version: string) => ({ id, version, digest: 'd'.repeat(64) });
export const aDeployment = (over: Partial<Deployment> = {}): Deployment => ({
  ...{ agentId: 'agt_1', environment: 'production', version: 4, candidate: null },
  ...{ since: '2026-11-22T10:00:00.000Z' },
  ...{ release: named('rel_2', '1.4.0'), past: [named('rel_1', '1.3.2'), named('rel_0', '1.3.1')] },
  ...{ deployedAt: '2026-11-22T10:00:00.000Z', deployedBy: 'per_1', deployedByName: 'Ada Weiss', reason: 'Refunds' },
  ...over,
});
export const aChange = (over: Partial<DeploymentChange> = {}): DeploymentChange => ({
  ...{ id: 'dch_1', environment: 'production', version: 4, verb: 'deploy', releaseId: 'rel_2', previousId: 'rel_1' },
  ...{ candidateId: null, candidatePercent: null, at: '2026-11-22T10:00:00.000Z', by: 'per_1', byName: 'Ada Weiss' },
  ...{ reason: 'Refunds', effect: null },
  ...over,
});
export const deployments = (over: Partial<DeploymentList> = {}): DeploymentList => ({
  items: [aDeployment()],
  changes: [aChange()],
  scheduled: [],
  ...over,
});
export const aFreeze = (over: Partial<Freeze> = {}): Freeze => ({
  ...{ id: 'frz_1', teamId: null, agentId: null, environment: null, timeZone: 'UTC', ownerId: 'per_1' },
  ...{ from: '2026-12-24T00:00:00.000Z', until: '2027-01-02T00:00:00.000Z', reason: 'Holidays' },
  ...{ liftedAt: null, overrides: [] },
  ...over,
});
export const aRecord = (over: Partial<AgentRecord> = {}): AgentRecord => ({
  ...{ agentId: 'agt_1', slug: 'clerk', name: 'Clerk', key: 'clerk', teamId: 'tea_1', owner: null },
  ...{ profile: {}, riskClass: null, version: 0, updatedAt: null, updatedBy: null },
  ...over,
});
export const aDifference = (over: Partial<ReleaseChange> = {}): ReleaseChange => ({
  ...{ slot: 'tools', name: 'issue_refund', kind: 'added', sentence: 'Tool issue_refund added', part: 'major' },
  risk: { level: 'high', reason: 'It cannot be taken back' },
  ...over,
});
export const someReleaseFigures = (over: Partial<ReleaseFigures> = {}): ReleaseFigures => ({
  ...{ from: '2026-11-21T10:00:00.000Z', to: '2026-11-22T10:00:00.000Z', invocations: 100, completion: 0.9 },
  ...{ unknownOutcomes: 10, costPerInvocationUsd: 0.0123, uncostedCalls: 0, p50Ms: 1200, p95Ms: 4200 },
  ...over,
});
