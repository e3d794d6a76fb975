import { openTestDatabase } from '../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../adapters/postgres/state-database.ts';
import { systemActor, type Actor, type Grant } from '../spine/actor.ts';
import { steppedClock } from '../spine/clock.ts';
import type { Ctx } from '../spine/ctx.ts';
import type { RecordedEvent } from '../spine/events.ts';
import { newId } from '../spine/ids.ts';
import { readLedger } from '../spine/ledger/read-ledger.ts';
import { spineMigrations } from '../spine/migrations/index.ts';
import { sealWith } from '../spine/seal.ts';
import { newContentKey } from './content-key.ts';
import { accessMigrations } from './migrations/index.ts';
import { bootstrap, type Bootstrapped } from './verbs/bootstrap.ts';
import { createGrant } from './verbs/create-grant.ts';
import { createPerson } from './verbs/create-person.ts';
import { createTeam } from './verbs/create-team.ts';

type Place = { teamId?: string | null; agentId?: string | null; environment?: string | null };
type Event = Pick<RecordedEvent, 'type' | 'actor' | 'resource' | 'payload'>;

/** A workspace after its first start, on the real engine, with a second workspace beside it. */
export type World = {
  state: StateDatabase;
  clock: ReturnType<typeof steppedClock>;
  first: Bootstrapped;
  system: Ctx;
  /** An admin of the whole of another workspace. */
  stranger: Ctx;
  team(): Promise<string>;
  /** An agent of a team, called `name` in telemetry. */
  agent(teamId: string, name?: string): Promise<string>;
  /** A person of the first workspace with one grant, acting. */
  person(role: Grant['role'], place?: Place): Promise<Ctx>;
  /** Somebody acting with these grants, as sign-in would make them. */
  as(actor: Actor): Ctx;
  /** What the first workspace's ledger gained by `run`, whether it throws or not. */
  gained(run: () => Promise<unknown>): Promise<Event[]>;
  close(): Promise<void>;
};

export async function openWorld(): Promise<World> {
  const state = await openTestDatabase([...spineMigrations, ...accessMigrations]);
  const clock = steppedClock(Date.now());
  const seal = sealWith(new Uint8Array(32).fill(7));
  const nowhere: Ctx = { actor: systemActor, workspaceId: '', requestId: newId('req'), clock, state };
  const first = await bootstrap(nowhere, seal);
  const system: Ctx = { ...nowhere, workspaceId: first.workspaceId };
  const as = (actor: Actor): Ctx => ({ ...system, actor });
  const everywhere = { teamId: null, agentId: null, environment: null };

  async function stranger(): Promise<Ctx> {
    const id = newId('wsp');
    const row = { id, name: 'Other', created_at: new Date(), content_key: newContentKey(seal, id) };
    await state.db.insertInto('workspaces').values(row).execute();
    const actor = { id: newId('per'), grants: [{ role: 'admin', ...everywhere }], sessionId: 'ses_x' } as const;
    return { ...nowhere, workspaceId: id, actor: { kind: 'person', ...actor } };
  }
  const events = (after: number): Promise<RecordedEvent[]> => readLedger(state.db, first.workspaceId, after, 1000);

  return {
    ...{ state, clock, first, system, as },
    stranger: await stranger(),
    team: async () => (await createTeam(system, { name: newId('tea') })).id,
    async agent(teamId, name = newId('agt')) {
      const id = newId('agt');
      const row = { id, workspace_id: first.workspaceId, team_id: teamId, slug: id, key: name, name };
      await state.db
        .insertInto('agents')
        .values({ ...row, created_at: new Date() })
        .execute();
      return id;
    },
    async person(role, place = {}) {
      const { person } = await createPerson(system, { name: 'P', email: `${newId('per')}@example.com` });
      const grant = { role, ...everywhere, ...place };
      const until = role === 'auditor' ? new Date(clock.now() + 3_600_000).toISOString() : null;
      await createGrant(system, { personId: person.id, ...grant, until });
      return as({ kind: 'person', id: person.id, grants: [grant], sessionId: newId('ses') });
    },
    async gained(run) {
      const before = (await events(0)).length;
      await run().catch(() => {});
      return (await events(before)).map(({ type, actor, resource, payload }) => ({ type, actor, resource, payload }));
    },
    close: () => state.close(),
  };
}
