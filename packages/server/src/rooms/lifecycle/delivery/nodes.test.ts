import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Actor } from '../../../spine/actor.ts';
import { systemClock } from '../../../spine/clock.ts';
import type { Delivery } from '../contract-delivery.ts';
import { openDeploymentWorld } from '../deployments/world.fixture.ts';
import { rollBack } from '../verbs/roll-back.ts';
import { Deliveries } from './deliveries.ts';
import { deliver } from './deliver.ts';
import { quickDelivery } from './quick.ts';

let world: Awaited<ReturnType<typeof openDeploymentWorld>>;
beforeAll(async () => void (world = await openDeploymentWorld()));
afterAll(() => world.close());

const actor: Actor = {
  ...{ kind: 'key', id: 'key_1', teamId: 'tea_1', agent: null, environment: null, scopes: ['deliver'] },
};
const who = { actor, workspaceId: 'wsp_1' };
const never = new AbortController().signal;

/** A node that hears no bell: it looks each second only, so that it is behind most of the time. */
function node(hears: boolean): Deliveries {
  const state = { ...world.state, ...(!hears && { onLedger: () => () => {} }) };
  return new Deliveries({
    state,
    clock: systemClock,
    onError: (error) => {
      throw error;
    },
  });
}

test('an agent that goes from node to node never goes back, and ends where the ledger does', async () => {
  await world.deploy('rel_1');
  const nodes = [node(true), node(false)];
  const seen: { seq: number; release: string }[] = [];
  let over = false;
  const agent = async (): Promise<void> => {
    for (let n = 0; !over; n++) {
      const after = seen.at(-1)?.seq ?? 0;
      const answer = await deliver(nodes[n % 2]!, who, { agent: 'agent-1', after }, never);
      if (answer.body === null) continue;
      const { seq, release } = JSON.parse(answer.body) as Delivery;
      seen.push({ seq, release: release.id });
      await new Promise((next) => setImmediate(next));
    }
  };
  const asking = agent();
  for (const id of ['rel_2', 'rel_3', 'rel_4', 'rel_5']) await world.deploy(id);
  const back = await rollBack(world.ctx(), world.at(), { reason: 'because' });
  const head = (await world.events()).at(-1)!.seq;
  await vi.waitFor(() => expect(seen.at(-1)).toEqual({ seq: head, release: back.release.id }), 5_000);
  over = true;
  await asking;
  expect(back.release.id).toBe('rel_4');
  expect(seen.map((one) => one.seq)).toEqual(seen.map((one) => one.seq).toSorted((a, b) => a - b));
  const bySeq = Map.groupBy(seen, (one) => one.seq);
  for (const [, answers] of bySeq) expect(new Set(answers.map((one) => one.release)).size).toBe(1);
  await Promise.all(nodes.map((one) => one.close()));
});

test('what is served is read whole, however much it is, with all names of an agent', async () => {
  const { db } = world.state;
  await sql`insert into deployments (agent_id, environment, workspace_id, version, release_id, past, deployed_at, deployed_by, reason)
    select 'agt_1', 'preview-' || n, 'wsp_1', 1, 'rel_' || (1 + n % 5), '[]', now(), 'per_1', '' from generate_series(1, 2001) as n`.execute(
    db,
  );
  await sql`insert into agent_slugs (workspace_id, slug, agent_id) values ('wsp_1', 'once', 'agt_1')`.execute(db);
  await sql`insert into agent_aliases (workspace_id, team_id, alias, agent_id) values ('wsp_1', 'tea_1', 'Nick', 'agt_1')`.execute(
    db,
  );
  const one = node(true);
  const snapshot = await one.load('wsp_1');
  expect(snapshot.all.filter((served) => served.environment.startsWith('preview-'))).toHaveLength(2001);
  for (const name of ['once', 'Nick', 'agent-1', 'agt_1', 'Agent 1'])
    expect(snapshot.byName.get(name)).toHaveLength(2002);
  const answer = await deliver(one, who, { agent: 'Nick', environment: 'preview-1999' }, never);
  expect(JSON.parse(answer.body!)).toMatchObject({ environment: 'preview-1999', release: { id: 'rel_5' } });
  await one.close();
  await sql`delete from deployments where environment like 'preview-%'`.execute(db);
});

test('the quick way answers what is plain, and nothing else', async () => {
  const one = node(true);
  const quick = (url: string, etag: string | null = null) => quickDelivery(one, who, { url, etag });
  const base = '/api/v1/delivery/agent-1';
  expect(quick(base), 'before anything was read').toBeNull();
  const { seq } = await one.load('wsp_1');
  for (const query of ['', '?user=u', '?environment=production', `?after=${seq}`, '?conversation=a%20b&tenant=c+d'])
    expect(quick(base + query)?.status, query).toBe(200);
  for (const query of [
    ...[
      '?wait=1',
      '?user=',
      '?user=a&user=b',
      '?colour=red',
      `?after=${seq + 1}`,
      '?after=-1',
      '?after=x',
      '?after=1.5',
    ],
    ...[
      `?user=${'u'.repeat(401)}`,
      '?environment=%20production',
      '?agent=other',
      '?etag=x',
      '/stream',
      '?user=%00',
      '?user=%E2%28%A1',
      '?user=%ff',
    ],
  ])
    expect(quick(base + query), query).toBeNull();
  expect(quick('/api/v1/delivery/')).toBeNull();
  expect(quick('/api/v1/delivery/agent%2D1')).toBeNull();
  for (const name of ['..', '.', 'a\\b', "a'b", 'a\u007f']) expect(quick(`/api/v1/delivery/${name}`), name).toBeNull();
  expect(quick('/api/v1/agents')).toBeNull();
  expect(quick(base, 'y'.repeat(401))).toBeNull();
  const etag = quick(base)!.headers['etag']!;
  expect(quick(base, etag)).toMatchObject({ status: 304, body: null });
  expect(() => quick('/api/v1/delivery/nobody')).toThrow(expect.objectContaining({ code: 'lifecycle.not_deployed' }));
  await one.close();
});
