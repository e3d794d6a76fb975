import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor, Grant, KeyScope } from '../../../spine/actor.ts';
import { systemClock } from '../../../spine/clock.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { type Places, placeFilter, sees, seesTeam, sightOf, teamFilter, teamParams, teamsWithin } from './sight.ts';

const ctxOf = (actor: Actor): Ctx => ({
  actor,
  workspaceId: 'w',
  requestId: 'r',
  clock: systemClock,
  state: undefined as never,
});
const person = (...grants: Partial<Grant>[]): Ctx =>
  ctxOf({
    ...{ kind: 'person', id: 'per_1', sessionId: 'ses_1' },
    grants: grants.map((one) => ({ role: 'operator', teamId: null, agentId: null, environment: null, ...one })),
  });
const key = (scopes: KeyScope[], agent: string | null, environment: string | null): Ctx =>
  ctxOf({ kind: 'key', id: 'key_1', teamId: 'a', scopes, agent, environment });
const run = (team_id: string, agent = 'clerk', environment = 'prod') => ({ team_id, agent, environment });

describe('whose runs, and whose text', () => {
  test.each<[string, Ctx, boolean, boolean]>([
    ['an operator everywhere', person({}), true, true],
    ['an operator of the team', person({ teamId: 'a' }), true, true],
    ['an operator of another team', person({ teamId: 'b' }), false, false],
    ['a viewer: runs, no text', person({ role: 'viewer' }), true, false],
    ['an auditor: runs, no text', person({ role: 'auditor' }), true, false],
    ['a business owner: neither', person({ role: 'business_owner' }), false, false],
    ['of the agent', person({ teamId: 'a', agentId: 'agt_1', agentNames: ['clerk'] }), true, true],
    ['of another agent', person({ teamId: 'a', agentId: 'agt_2', agentNames: ['planner'] }), false, false],
    ['of an agent without names: of none', person({ teamId: 'a', agentId: 'agt_1' }), false, false],
    ['of the environment', person({ environment: 'prod' }), true, true],
    ['of another environment', person({ environment: 'dev' }), false, false],
    ['a viewer everywhere, an operator elsewhere', person({ role: 'viewer' }, { teamId: 'b' }), true, false],
    ['a key that reads', key(['read'], null, null), true, false],
    ['a key that reads text', key(['read', 'content'], null, null), true, true],
    ['a key of another agent', key(['read', 'content'], 'planner', null), false, false],
    ['a key of this agent in another environment', key(['read', 'content'], 'clerk', 'dev'), false, false],
    ['a key that only sends', key(['ingest'], null, null), false, false],
    ['nobody', ctxOf({ kind: 'guest', id: 'guest' }), false, false],
    ['a person without grants', person(), false, false],
  ])('%s', (_who, ctx, runs, content) => {
    const sight = sightOf(ctx);
    expect([sees(sight.runs, run('a')), sees(sight.content, run('a'))]).toEqual([runs, content]);
  });

  test('nobody reads the text of a run that they do not see', () => {
    const grants = fc.array(
      fc.record({
        role: fc.constantFrom(
          'viewer',
          'operator',
          'prompt_engineer',
          'compliance',
          'auditor',
          'business_owner',
          'admin',
        ),
        teamId: fc.constantFrom(null, 'a', 'b'),
        environment: fc.constantFrom(null, 'prod', 'dev'),
      }) as fc.Arbitrary<Partial<Grant>>,
    );
    fc.assert(
      fc.property(grants, fc.constantFrom('a', 'b'), fc.constantFrom('prod', 'dev', ''), (held, team, environment) => {
        const sight = sightOf(person(...held));
        const at = run(team, 'clerk', environment);
        if (sees(sight.content, at)) expect(sees(sight.runs, at)).toBe(true);
      }),
    );
  });
});

describe('teams whose rows of one trace are shown', () => {
  const place = (teamId: string | null, agents: string[] | null = null, environment: string | null = null) => ({
    teamId,
    agents,
    environment,
  });
  test.each<[string, Places, 'all' | string[]]>([
    ['of the whole workspace', 'all', 'all'],
    ['of a grant over all teams', [place(null)], 'all'],
    ['of teams seen whole, also where the run is not theirs', [place('b'), place('c')], ['b', 'c']],
    ['and of the run’s own where it is seen narrowly', [place('b'), place('a', ['clerk'])], ['b', 'a']],
    ['but not where another agent of it is', [place('b'), place('a', ['planner'])], ['b']],
    ['each once', [place('a'), place('a', null, 'prod')], ['a']],
    ['none', [], []],
  ])('%s', (_what, places, teams) => {
    expect(teamsWithin(places, run('a'))).toEqual(teams);
    expect(seesTeam(teamsWithin(places, run('a')), 'a')).toBe(teams === 'all' || teams.includes('a'));
  });

  test('an empty list shows nothing: it is no missing condition', () => {
    expect([teamFilter([]), teamParams([])]).toEqual(['has({teams:Array(String)}, team_id)', { teams: [] }]);
    expect([teamFilter('all'), teamParams('all')]).toEqual(['1', {}]);
    expect(placeFilter([])).toEqual({ where: '(has({teams:Array(String)}, team_id))', params: { teams: [] } });
    expect(seesTeam([], 'a')).toBe(false);
  });
});

describe('as a condition of a query', () => {
  test('names of teams, agents and environments are values, whatever they hold; every parameter is named once', () => {
    const hostile = fc.constantFrom("a') OR 1=1 --", '}', '{teams:String}', '', 'prod');
    const places = fc.array(
      fc.record({
        teamId: fc.option(hostile),
        agents: fc.option(fc.array(hostile, { maxLength: 2 })),
        environment: fc.option(hostile),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(places, (all) => {
        const { where, params } = placeFilter(all);
        expect(
          where.replaceAll(
            /\{(?:teams|place\d(?:Agents)):Array\(String\)\}|\{place\d(?:Team|Environment):String\}/g,
            '?',
          ),
        ).toMatch(/^\([ a-z_=?(),]*(?:(?: AND | OR )[ a-z_=?(),]*)*\)$/);
        const named = [...where.matchAll(/\{(\w+):/g)].map(([, name]) => name);
        expect(new Set(named)).toEqual(new Set(Object.keys(params)));
      }),
    );
  });
});
