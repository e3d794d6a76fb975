import { afterAll, beforeAll, expect, test } from 'vitest';
import { findTeam } from '../views/find-team.ts';
import { listTeams } from '../views/list-teams.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { createTeam } from './create-team.ts';
import { renameTeam } from './rename-team.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const all = { limit: 200, after: null };
const names = async (ctx = world.system): Promise<string[]> =>
  (await listTeams(ctx, all)).items.map((team) => team.name);

test('a new team has a slug for addresses, the time of the clock, and one event by its maker', async () => {
  const admin = await world.person('admin');
  let made;
  const events = await world.gained(async () => (made = await createTeam(admin, { name: 'Pricing & Offers' })));
  expect(made).toMatchObject({ name: 'Pricing & Offers', slug: 'pricing-offers' });
  expect(new Date(made!.createdAt).getTime()).toBe(world.clock.now());
  const payload = { name: 'Pricing & Offers', slug: 'pricing-offers' };
  expect(events).toEqual([{ type: 'team.created', actor: admin.actor.id, resource: made!.id, payload }]);
});

test.each(['Support', 'support', ' SUPPORT!'])(
  'a name whose address is taken (%s) is refused and leaves no event',
  async (name) => {
    if (!(await names()).includes('Support')) await createTeam(world.system, { name: 'Support' });
    const before = await names();
    expect(await world.gained(() => createTeam(world.system, { name }))).toEqual([]);
    await expect(createTeam(world.system, { name })).rejects.toMatchObject({
      code: 'access.conflict',
      message: `A team "${name}" exists already. Choose another name.`,
    });
    expect(await names()).toEqual(before);
  },
);

test('two teams of one name made at once: one is made', async () => {
  const made = await Promise.allSettled([1, 2, 3].map(() => createTeam(world.system, { name: 'Race' })));
  expect(made.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
});

test('a rename keeps the slug, and the event has before and after', async () => {
  const { id, slug } = await createTeam(world.system, { name: 'Old name' });
  const events = await world.gained(() => renameTeam(world.system, { id, name: 'New name' }));
  expect(events).toMatchObject([
    { type: 'team.renamed', resource: id, payload: { before: 'Old name', after: 'New name' } },
  ]);
  expect(await findTeam(world.system, slug)).toBe(id);
  await expect(findTeam(world.system, 'new-name')).rejects.toThrow('No team "new-name" is visible to you.');
});

test('making is for admins of the workspace; renaming also for admins of the team, who else finds nothing', async () => {
  const [mine, other] = [await world.team(), await world.team()];
  const teamAdmin = await world.person('admin', { teamId: mine });
  await expect(createTeam(teamAdmin, { name: 'x' })).rejects.toMatchObject({ code: 'access.denied' });
  await renameTeam(teamAdmin, { id: mine, name: 'Mine now' });
  for (const ctx of [teamAdmin, world.stranger])
    await expect(renameTeam(ctx, { id: other, name: 'x' })).rejects.toMatchObject({ code: 'access.not_found' });
  const operator = await world.person('operator');
  await expect(renameTeam(operator, { id: mine, name: 'x' })).rejects.toMatchObject({ code: 'access.denied' });
});

test('a list shows what the actor may see, page by page', async () => {
  const mine = await world.team();
  expect(await listTeams(await world.person('viewer', { teamId: mine }), all)).toMatchObject({ items: [{ id: mine }] });
  expect((await listTeams(world.stranger, all)).items).toEqual([]);
  const onlyAgent = await world.person('viewer', { teamId: mine, agentId: await world.agent(mine) });
  // A right on one of its agents is enough to know that the team is there.
  expect((await listTeams(onlyAgent, all)).items.map((team) => team.id)).toEqual([mine]);
  const seen: string[] = [];
  for (let after: string | null = null, pages = 0; pages === 0 || after !== null; pages++) {
    const page: Awaited<ReturnType<typeof listTeams>> = await listTeams(world.system, { limit: 3, after });
    expect(page.items.length).toBeLessThanOrEqual(3);
    seen.push(...page.items.map((team) => team.name));
    after = page.next;
  }
  expect(seen).toEqual(await names());
});
