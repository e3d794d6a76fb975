import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, type EdgeApp, MutationHeaders, noContent } from '../../ports/edge.ts';
import {
  DecideReview,
  PromptComment,
  RemoveReviewRule,
  RequestReview,
  ReviewRequested,
  ReviewRule,
  ReviewRules,
  WaitingReviews,
  WriteComment,
} from './contract.ts';
import { PromptNotices } from './contract-notices.ts';
import type { UsesOf } from './uses.ts';
import { listNotices } from './views/list-notices.ts';
import { seeNotice } from './verbs/see-notice.ts';
import { decideReview } from './verbs/decide-review.ts';
import { removeReviewRule } from './verbs/remove-review-rule.ts';
import { requestReview } from './verbs/request-review.ts';
import { setReviewRule } from './verbs/set-review-rule.ts';
import { writeComment } from './verbs/write-comment.ts';
import { listReviewRules } from './views/list-review-rules.ts';
import { waitingReviews } from './views/waiting-reviews.ts';

const tags = ['Prompts'];
const headers = MutationHeaders;
const Numbered = z.object({ id: z.string().max(200), number: z.coerce.number().int().min(1) });
const path = '/api/v1/prompts/{id}/versions/{number}';

const request = createRoute({
  ...{ method: 'post', path: `${path}/review-requests`, operationId: 'requestPromptReview', tags },
  summary: 'Ask for a review of the newest version',
  request: { headers, params: Numbered, body: body(RequestReview) },
  responses: answers(ReviewRequested, 'Who was asked now.'),
});
const decide = createRoute({
  ...{ method: 'post', path: `${path}/reviews`, operationId: 'reviewPromptVersion', tags },
  summary: 'Approve a version or ask for changes',
  request: { headers, params: Numbered, body: body(DecideReview) },
  responses: noContent('Kept.'),
});
const comment = createRoute({
  ...{ method: 'post', path: `${path}/comments`, operationId: 'commentPromptVersion', tags },
  summary: 'Comment on a version or on lines of it',
  request: { headers, params: Numbered, body: body(WriteComment) },
  responses: answers(PromptComment, 'The comment.', 201),
});
const waiting = createRoute({
  ...{ method: 'get', path: '/api/v1/prompt-reviews', operationId: 'listWaitingPromptReviews', tags },
  summary: 'Reviews that wait for the caller',
  responses: answers(WaitingReviews, 'Oldest first, at most 200.'),
});
const rules = createRoute({
  ...{ method: 'get', path: '/api/v1/prompt-review-rules', operationId: 'listPromptReviewRules', tags },
  summary: 'Who must review which folders',
  responses: answers(ReviewRules, 'Rules of teams that the caller may see.'),
});
const setRule = createRoute({
  ...{ method: 'put', path: '/api/v1/prompt-review-rules', operationId: 'setPromptReviewRule', tags },
  summary: 'Say who must review a folder',
  request: { headers, body: body(ReviewRule) },
  responses: noContent('Set.'),
});
const removeRule = createRoute({
  ...{ method: 'delete', path: '/api/v1/prompt-review-rules', operationId: 'removePromptReviewRule', tags },
  summary: 'Take the rule of a folder away',
  request: { headers, query: RemoveReviewRule },
  responses: noContent('Gone.'),
});

const notices = createRoute({
  ...{ method: 'get', path: '/api/v1/prompt-notices', operationId: 'listPromptNotices', tags },
  summary: 'Changes of prompts that agents of the caller are served with',
  responses: answers(PromptNotices, 'By rule of the folder; what was not seen yet, newest first, at most 200.'),
});
const seen = createRoute({
  ...{ method: 'post', path: '/api/v1/prompt-notices/{id}/seen', operationId: 'seePromptNotice', tags },
  summary: 'Put a notice away',
  request: { headers, params: z.object({ id: z.string().max(80) }) },
  responses: noContent('Gone.'),
});

export function registerReviews(app: EdgeApp, usesOf: UsesOf | null): void {
  app.openapi(notices, async (c) => c.json({ items: await listNotices(c.get('ctx')) }, 200));
  app.openapi(seen, async (c) => {
    await seeNotice(c.get('ctx'), c.req.valid('param'));
    return c.body(null, 204);
  });
  app.openapi(request, async (c) => {
    const input = { ...c.req.valid('param'), ...c.req.valid('json') };
    return c.json(await requestReview(c.get('ctx'), input, usesOf), 200);
  });
  app.openapi(decide, async (c) => {
    await decideReview(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') });
    return c.body(null, 204);
  });
  app.openapi(comment, async (c) => {
    return c.json(await writeComment(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') }), 201);
  });
  app.openapi(waiting, async (c) => c.json({ items: await waitingReviews(c.get('ctx')) }, 200));
  app.openapi(rules, async (c) => c.json({ items: await listReviewRules(c.get('ctx')) }, 200));
  app.openapi(setRule, async (c) => {
    await setReviewRule(c.get('ctx'), c.req.valid('json'));
    return c.body(null, 204);
  });
  app.openapi(removeRule, async (c) => {
    await removeReviewRule(c.get('ctx'), c.req.valid('query'));
    return c.body(null, 204);
  });
}
