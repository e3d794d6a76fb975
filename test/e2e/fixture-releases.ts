import type { Agent } from '../../packages/server/src/rooms/lifecycle/contract.ts';
import type {
  Deployment,
  DeploymentChange,
  DeploymentList,
  Freeze,
  ReleaseFigures,
  SignOffs,
} from '../../packages/server/src/rooms/lifecycle/contract-deployments.ts';
import type { Instance } from '../../packages/server/src/rooms/lifecycle/contract-instances.ts';
import type {
  MadeRelease,
  Release,
  ReleaseChange,
} from '../../packages/server/src/rooms/lifecycle/contract-releases.ts';
import type { AgentRecord } from '../../packages/server/src/rooms/lifecycle/contract-agents.ts';

/** Canned answers about releases and deployments; each agent but the fourth of every five has them. */

const hour = 3_600_000;
const at = (ms: number): string => new Date(ms).toISOString();
const hex = (text: string): string => Buffer.from(text.repeat(32)).toString('hex').slice(0, 64);
const versions = ['1.5.0', '1.4.2', '1.4.1', '1.4.0', '1.3.0', '1.0.0'];
const whys = [
  'Refunds above 50 EUR are handed to a person first',
  'The model now answers in the customer’s language',
  'Fixes the loop over empty invoices',
  'Adds the tool issue_refund, which cannot be taken back',
  'Cheaper model for triage, the same prompts',
  'First release under Signalbox',
];

const effects = ['reads', 'reversible', 'irreversible'] as const;
function release(agent: Agent, i: number, now: number): Release {
  return {
    ...{ id: `rel_${agent.slug}_${i}`, agentId: agent.id, version: versions[i]!, digest: hex(`${agent.slug}${i}`) },
    manifest: {
      schema: 'signalbox.release/v1',
      model: { provider: 'openai', name: i < 2 ? 'gpt-5' : 'gpt-5-mini', parameters: { temperature: 0.2 + i / 10 } },
      prompts: [
        { slot: 'system', prompt: `${agent.slug}/system`, version: 9 - i, digest: `sha256:${hex(`p${i}`)}` },
        { slot: 'summary', prompt: 'shared/summary', version: 2, digest: `sha256:${hex('s')}` },
      ],
      tools: ['lookup_order', 'send_mail', 'issue_refund'].map((name, k) => ({
        ...{ name, schemaHash: hex(name) },
        ...(k === 1 ? {} : { effect: { kind: effects[k]! } }),
      })),
      policies: [{ name: 'refund-limits', version: 3 }],
      code: { repository: 'https://git.example.com/agents/refunds', commit: '9f1c2ab' },
      settings: { locale: 'de-DE', retries: 2 },
    },
    ...{ parentId: i + 1 < versions.length ? `rel_${agent.slug}_${i + 1}` : null, why: whys[i]!, notes: '' },
    ...{ expectedEffect: i === 0 ? 'Fewer hand-overs, at the same cost' : '' },
    evidence: i === 0 ? ['https://evals.example.com/runs/812', '42 of 44 regression cases pass'] : [],
    ...{ signature: 'c2lnbmVk', keyId: '0123456789abcdef', createdAt: at(now - (i * 50 + 2) * hour) },
    ...{ createdBy: 'per_1', createdByName: i % 2 === 0 ? 'Ada Weiss' : 'Bo Lind' },
  };
}

const named = ({ id, version, digest }: Release) => ({ id, version, digest });
const figures = (now: number, share: number, n: number): ReleaseFigures => ({
  ...{ from: at(now - 26 * hour), to: at(now - 2 * hour), invocations: n, completion: share, unknownOutcomes: 12 },
  ...{ costPerInvocationUsd: 0.0123, uncostedCalls: 0, p50Ms: 1400, p95Ms: 4200 },
});

function deployments(agent: Agent, all: readonly Release[], now: number): DeploymentList {
  const [r0, r1, r2, r3] = [all[0]!, all[1]!, all[2]!, all[3]!];
  const who = { deployedBy: 'per_1', deployedByName: 'Ada Weiss' };
  const items: Deployment[] = [
    {
      ...{ agentId: agent.id, environment: 'production', version: 7, release: named(r1), ...who },
      ...{ candidate: { ...named(r0), percent: 10 }, past: [named(r2), named(r3)] },
      ...{ since: at(now - 50 * hour), deployedAt: at(now - 2 * hour), reason: 'A tenth first: refunds are at stake' },
    },
    {
      ...{ agentId: agent.id, environment: 'staging', version: 9, release: named(r0), candidate: null, ...who },
      ...{ past: [named(r1)], since: at(now - 3 * hour), deployedAt: at(now - 3 * hour), reason: 'To try it' },
    },
  ];
  const change = (i: number, over: Partial<DeploymentChange>): DeploymentChange => ({
    ...{ id: `dch_${agent.slug}_${i}`, environment: 'production', version: 7 - i, verb: 'deploy' as const },
    ...{ releaseId: r1.id, previousId: r2.id, candidateId: null, candidatePercent: null },
    ...{ at: at(now - (i * 20 + 2) * hour), by: 'per_1', byName: 'Ada Weiss', reason: 'As agreed', effect: null },
    ...over,
  });
  return {
    items,
    changes: [
      change(0, { previousId: r1.id, candidateId: r0.id, candidatePercent: 10, reason: items[0]!.reason }),
      change(1, {
        ...{ verb: 'promote', reason: 'Ran two days on staging without a failure' },
        effect: { before: figures(now, 0.931, 412), after: figures(now, 0.952, 388), incidents: null },
      }),
      change(2, {
        ...{ verb: 'roll_back', releaseId: r2.id, previousId: r1.id, byName: 'Bo Lind', reason: 'Refunds went twice' },
        effect: { before: figures(now, 0.61, 18), after: figures(now, 0.93, 402), incidents: null },
      }),
    ],
    scheduled: [
      {
        ...{ id: 'sch_1', agentId: agent.id, environment: 'production', releaseId: r0.id, percent: 100 },
        ...{ dueAt: at(now + 20 * hour), reason: 'After the weekend', madeBy: 'per_1' },
        ...{ state: 'waiting' as const, refusal: null },
      },
    ],
  };
}

const instances = (all: readonly Release[], now: number): Instance[] =>
  Array.from({ length: 12 }, (_, i) => ({
    ...{ instance: `pod-${i}`, environment: i < 9 ? 'production' : 'staging', release: all[i === 4 ? 2 : 1]!.digest },
    ...{ seq: 40, sdk: 'signalbox-js/0.1.0', startedAt: at(now - 30 * hour), lastSeenAt: at(now - 4000) },
    ...{ leaseUntil: at(now + 20_000), state: i === 8 ? ('lost' as const) : ('alive' as const), current: i !== 4 },
  }));

const record = (agent: Agent, i: number, now: number): AgentRecord => ({
  ...{ agentId: agent.id, slug: agent.slug, name: agent.name, key: agent.key, teamId: agent.teamId },
  owner: agent.owner,
  profile: {
    purpose: 'Answers refund requests of private customers, and hands what it must not decide to a person.',
    onCall: '#refunds-on-call',
    risk: { autonomy: 'medium', reversibility: 'high', spend: 'medium' },
    ...{ tools: ['lookup_order', 'send_mail', 'issue_refund'], mcpServers: ['crm'], dataSources: ['orders'] },
    ...{ runbook: 'https://wiki.example.com/refunds', tags: ['customer', 'eu'] },
    objectives: { completion: 0.95, latencyMs: 8000, costUsd: 0.05 },
  },
  ...{ riskClass: 'high' as const, version: 3 + i, updatedAt: at(now - 60 * hour), updatedBy: 'per_1' },
});

const freezes = (now: number): Freeze[] => [
  {
    ...{ id: 'frz_1', teamId: null, agentId: null, environment: 'production', from: at(now - hour) },
    ...{ until: at(now + 40 * hour), timeZone: 'Europe/Berlin', ownerId: 'per_1', reason: 'Quarter-end closing' },
    ...{ liftedAt: null, overrides: [] },
  },
];

const changes: ReleaseChange[] = [
  {
    ...{ slot: 'tools', name: 'issue_refund', kind: 'added', sentence: 'Tool issue_refund added', part: 'major' },
    risk: { level: 'high', reason: 'What it does cannot be taken back.' },
  },
  {
    ...{ slot: 'model', name: null, kind: 'changed', sentence: 'Model gpt-5-mini → gpt-5', part: 'minor' },
    risk: { level: 'medium', reason: 'Another model behaves differently with the same prompts.' },
  },
  {
    ...{ slot: 'settings', name: 'retries', kind: 'changed', sentence: 'Setting retries 1 → 2', part: 'patch' },
    risk: { level: 'low', reason: 'A setting of the agent.' },
  },
];

const signOffs: SignOffs = {
  rule: { people: 1, role: null, notAuthor: true },
  missing: 0,
  items: [{ personId: 'per_2', name: 'Bo Lind', note: 'Read the evaluation', at: '2026-11-22T08:00:00.000Z' }],
};

type Asked = { method: string; path: string; preview: boolean; agents: readonly Agent[]; empty: boolean };

/** Answers about releases, deployments, freezes and what is said about agents; null = not one of these. */
export function releaseAnswer({
  method,
  path,
  preview,
  agents,
  empty,
}: Asked): { status: number; body: unknown } | null {
  const now = Date.now();
  const ok = (body: unknown) => ({ status: 200, body });
  const list = (items: readonly unknown[]) => ok({ items: empty ? [] : items, nextCursor: null, next: null });
  if (path === '/freezes' && method === 'GET') return ok({ items: empty ? [] : freezes(now) });
  const of = /^\/releases\/rel_(.+)_(\d)(\/\w+)?$/.exec(path);
  if (of) {
    const agent = agents.find((one) => one.slug === of[1]);
    if (agent === undefined) return null;
    const head = release(agent, Number(of[2]), now);
    if (of[3] === '/verification')
      return ok({ workspaceId: 'wsp_1', publicKey: 'MCowBQYDK2VwAyEA', digestHolds: true, signatureHolds: true });
    return ok(of[3] === '/comparison' ? { base: release(agent, 1, now), head, changes, risk: 'high' } : head);
  }
  const [, id, part, rest] =
    /^\/agents\/([^/]+)\/(profile|claim|releases|deployments|instances)(\/.*)?$/.exec(path) ?? [];
  const agent = agents.find((one) => one.slug === id || one.id === id);
  if (agent === undefined || part === undefined) return null;
  const all = versions.map((_, i) => release(agent, i, now));
  const bare = empty || agents.indexOf(agent) % 5 === 3;
  if (part === 'profile' || part === 'claim') return ok(record(agent, method === 'GET' ? 0 : 1, now));
  if (part === 'instances') return list(bare ? [] : instances(all, now));
  if (part === 'releases' && method === 'GET') return list(bare ? [] : all);
  if (part === 'releases') {
    const made = {
      isNew: true,
      version: '2.0.0',
      digest: hex('n'),
      changes,
      risk: 'high',
    } satisfies Partial<MadeRelease>;
    return ok({ ...made, release: preview ? null : all[0] });
  }
  if (rest?.endsWith('/sign-offs')) return ok(signOffs);
  if (rest === undefined) return ok(bare ? { items: [], changes: [], scheduled: [] } : deployments(agent, all, now));
  return ok(deployments(agent, all, now).items[0]);
}
