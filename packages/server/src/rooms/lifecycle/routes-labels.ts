import { createRoute } from '@hono/zod-openapi';
import { answers, body, type EdgeApp, MutationHeaders } from '../../ports/edge.ts';
import { Preview } from './contract.ts';
import { LabelMove, MoveFollowedLabel } from './contract-labels.ts';
import type { Sealing } from './releases/signing.ts';
import { moveFollowedLabel } from './verbs/move-followed-label.ts';

const move = createRoute({
  method: 'post',
  path: '/api/v1/label-moves',
  operationId: 'moveFollowedLabel',
  summary: 'Move a label that deployed agents follow',
  tags: ['Deployments'],
  request: { headers: MutationHeaders, query: Preview, body: body(MoveFollowedLabel) },
  responses: answers(
    LabelMove,
    'Each gets a release that differs in that slot, deployed with the label or, where something holds, not at all.',
  ),
});

export function registerLabels(app: EdgeApp, { seal }: Sealing): void {
  app.openapi(move, async (c) => {
    const isPreview = c.req.valid('query').preview === 'true';
    return c.json(await moveFollowedLabel(c.get('ctx'), seal, { ...c.req.valid('json'), isPreview }), 200);
  });
}
