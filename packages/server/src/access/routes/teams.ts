import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, MutationHeaders, type RouteModule } from '../../ports/edge.ts';
import { CreateTeam, ListQuery, RenameTeam, Team, TeamList } from '../contract.ts';
import { createTeam } from '../verbs/create-team.ts';
import { renameTeam } from '../verbs/rename-team.ts';
import { listTeams } from '../views/list-teams.ts';
import { pageCursor } from './cursor.ts';
import type { AccessDeps } from './deps.ts';

const tags = ['Teams'];
const headers = MutationHeaders;

const list = createRoute({
  method: 'get',
  path: '/api/v1/teams',
  tags,
  summary: 'Teams, oldest first',
  request: { query: ListQuery },
  responses: answers(TeamList, 'A page of teams.'),
});
const create = createRoute({
  method: 'post',
  path: '/api/v1/teams',
  tags,
  summary: 'Make a team',
  request: { headers, body: body(CreateTeam) },
  responses: answers(Team, 'The new team.', 201),
});
const rename = createRoute({
  method: 'post',
  path: '/api/v1/teams/{id}/rename',
  tags,
  summary: 'Give a team another name',
  request: { headers, params: z.object({ id: z.string().max(80) }), body: body(RenameTeam) },
  responses: answers(Team, 'The team under its new name.'),
});

export const teamRoutes: RouteModule<AccessDeps> = (app, { cursors }) => {
  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const page = pageCursor<string>(cursors, c.get('ctx'), 'teams');
    const { items, next } = await listTeams(c.get('ctx'), { limit, after: page.read(cursor) });
    return c.json({ items, nextCursor: page.write(next) }, 200);
  });
  app.openapi(create, async (c) => c.json(await createTeam(c.get('ctx'), c.req.valid('json')), 201));
  app.openapi(rename, async (c) =>
    c.json(await renameTeam(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  );
};
