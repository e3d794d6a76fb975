import type { PromptHistory } from '../contract-history.ts';
import type { VersionSource } from '../contract.ts';

type Event = { type: string; actor: string; payload: unknown };
type Said = {
  comments: readonly { id: string; text: string }[];
  reviews: readonly { number: number; reviewerId: string; verdict: string | null; comment: string }[];
  versions: readonly { number: number; source: string | null }[];
};
type Why = Pick<PromptHistory['items'][number], 'why' | 'source'>;

/**
 * Why something was done, in the words of who did it. A verdict's are those that stand now: an earlier one of the same person, which
 * the other verdict took the place of, has none any more.
 */
export function whyOf({ type, actor, payload }: Event, { comments, reviews, versions }: Said): Why {
  const of = (typeof payload === 'object' && payload !== null ? payload : {}) as Record<string, unknown>;
  const given = [of['reason'], of['message']].find((text) => typeof text === 'string' && text !== '');
  const why = (text: unknown): Why => ({ why: typeof text === 'string' && text !== '' ? text : null, source: null });
  switch (type) {
    case 'prompt.commented':
      return why(comments.find((one) => one.id === of['commentId'])?.text);
    case 'prompt.reviewed':
      return why(
        reviews.find((one) => one.number === of['number'] && one.reviewerId === actor && one.verdict === of['after'])
          ?.comment,
      );
    case 'prompt.version_saved': {
      const source = versions.find((one) => one.number === of['number'])?.source ?? null;
      return { ...why(given), source: source === null ? null : (JSON.parse(source) as VersionSource) };
    }
    default:
      return why(given);
  }
}
