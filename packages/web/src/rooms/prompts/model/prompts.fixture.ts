import type {
  Content,
  Issue,
  ListedPrompt,
  PromptComment,
  PromptDetail,
  Review,
  Version,
  VersionDiff,
  VersionHead,
} from 'signalbox/contract/prompts';
import type { PromptHistory } from 'signalbox/contract/prompts/history';

export const at = '2026-11-22T12:00:00.000Z';

export const aPrompt = (over: Partial<ListedPrompt> = {}): ListedPrompt => ({
  ...{ id: 'prm_1', name: 'refund-clerk', teamId: 'tea_1', folder: 'support/eu', kind: 'chat', tags: ['refunds'] },
  ...{ latest: 2, labels: [{ label: 'production', number: 1, movedAt: at, movedBy: 'per_1' }] },
  ...{ createdAt: '2026-11-01T08:00:00.000Z', createdBy: 'per_1', archivedAt: null, latestAt: at, review: 'waiting' },
  ...over,
});

export const aHead = (number: number, over: Partial<VersionHead> = {}): VersionHead => ({
  ...{ id: `prv_${number}`, number, digest: `sha256:${number}`, message: `Message of ${number}` },
  ...{ authorId: 'per_2', authorName: 'Ben Osei', source: null, createdAt: at, estimatedTokens: 80 + number },
  ...over,
});

/** As the API gives one by itself: nothing of the list's own. */
export function aDetail(over: Partial<PromptDetail> = {}): PromptDetail {
  const { latestAt: _l, review: _r, ...prompt } = aPrompt();
  return { ...prompt, versions: [aHead(2), aHead(1)], draft: null, usedBy: [], ...over };
}

export const aContent = (over: Partial<Content> = {}): Content => ({
  body: [
    { role: 'system', content: 'You are the refund clerk.\nBe {{ tone }}.' },
    { placeholder: 'history' },
    { role: 'user', content: 'My name is {{ customer }}.' },
  ],
  variables: { type: 'object', properties: { tone: { type: 'string' }, customer: { type: 'string' } } },
  settings: { models: ['gpt-5-mini'], parameters: { temperature: 0.2 }, tools: [] },
  outputSchema: null,
  ...over,
});

export const aVersion = (number: number, over: Partial<Version> = {}): Version => ({
  ...aHead(number),
  ...{ content: aContent(), references: [], labels: [], reviews: [], comments: [] },
  ...over,
});

export const aReview = (over: Partial<Review> = {}): Review => ({
  ...{ id: 'prr_1', number: 2, reviewerId: 'per_1', reviewerName: 'Ada Weiss', requestedBy: 'per_2', requestedAt: at },
  ...{ verdict: null, comment: '', decidedAt: null, voidedAt: null },
  ...over,
});

export const aComment = (over: Partial<PromptComment> = {}): PromptComment => ({
  ...{ id: 'pcm_1', number: 2, authorId: 'per_1', authorName: 'Ada Weiss', text: 'Exact about what?' },
  ...{ message: 0, fromLine: 2, toLine: 2, createdAt: at },
  ...over,
});

export const anIssue = (over: Partial<Issue> = {}): Issue => ({
  ...{ severity: 'error', code: 'variable_undeclared', path: 'body.0', line: 2 },
  sentence: '"tone" is used and not declared in variables.',
  ...over,
});

export const anEvent = (over: Partial<PromptHistory['items'][number]> = {}): PromptHistory['items'][number] => ({
  ...{ seq: 100, time: at, actor: 'per_1', actorName: 'Ada Weiss', type: 'prompt.created' },
  ...{ payload: { kind: 'chat' }, why: null, source: null },
  ...over,
});

type Side = NonNullable<VersionDiff['bodies'][number]['rows'][number]['left']>;
const side = (line: number, ...parts: Side['parts']): Side => ({ line, parts });
const same = (text: string): Side['parts'][number] => ({ kind: 'same', text });

/** One line changed by a word, one added; temperature raised. */
export const aDiff = (over: Partial<VersionDiff> = {}): VersionDiff => ({
  from: 1,
  to: 2,
  bodies: [
    {
      ...{ message: 0, leftRole: 'system', rightRole: 'system' },
      rows: [
        { left: side(1, same('You are the refund clerk.')), right: side(1, same('You are the refund clerk.')) },
        {
          left: side(2, same('Be '), { kind: 'removed', text: 'kind' }, same('.')),
          right: side(2, same('Be '), { kind: 'added', text: 'exact' }, same('.')),
        },
        { left: null, right: side(3, { kind: 'added', text: 'Never guess.' }) },
      ],
    },
  ],
  values: [{ path: ['settings', 'parameters', 'temperature'], before: 0.2, after: 0.7 }],
  ...over,
});
