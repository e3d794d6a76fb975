import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aBrowser, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { ReviewMark } from '../list/review-mark.tsx';
import { LabelChips } from '../list/label-chips.tsx';
import { aComment, aDetail, aReview, at, aVersion } from '../model/prompts.fixture.ts';
import { CommentForm } from './comment-form.tsx';
import { Comments } from './comments.tsx';
import { VerdictForm } from './verdict-form.tsx';
import { Verdicts } from './verdicts.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());
const draw = async (part: Parameters<typeof drawPart>[0]): Promise<string> => `<b>${await drawPart(part)}</b>`;

test('each state of a review has a shape of its own, and a word', async () => {
  const states = ['none', 'waiting', 'changes_requested', 'approved'] as const;
  const drawn = await Promise.all(states.map((state) => draw(<ReviewMark state={state} />)));
  expect(drawn.map(words)).toEqual(['Not reviewed', 'Waits for review', 'Changes asked for', 'Approved']);
  expect(new Set(drawn.map((html) => /<path d="([^"]+)"/.exec(html)![1])).size).toBe(4);
  expect(words(await draw(<ReviewMark state="none" brief />))).toBe('—');
});

test('labels say which version each stands on', async () => {
  const labels = [
    { label: 'production', number: 1, movedAt: at, movedBy: 'p' },
    { label: 'staging', number: 3, movedAt: at, movedBy: 'p' },
  ];
  const html = await draw(<LabelChips labels={labels} latest={3} />);
  expect(words(html)).toBe('production 1 staging 3');
  expect(html).toContain('The newest version is 3');
  expect(html).toContain('staging stands on the newest version');
});

describe('what was decided', () => {
  test('who was asked, who decided what and why, and what is void', async () => {
    const version = aVersion(2, {
      reviews: [
        aReview(),
        aReview({ id: '2', reviewerName: null, reviewerId: 'per_9', verdict: 'approved', decidedAt: at }),
        aReview({ id: '3', verdict: 'changes_requested', comment: 'Shorter.\nPlease.', decidedAt: at, voidedAt: at }),
      ],
    });
    const said = words(await draw(<Verdicts version={version} />));
    for (const part of [
      'Ada Weiss Waits for review asked',
      'per_9 Approved',
      'Shorter.',
      'Void: a newer version came.',
    ])
      expect(said).toContain(part);
  });

  test('nobody', async () => {
    expect(words(await draw(<Verdicts version={aVersion(2)} />))).toBe('Nobody was asked yet.');
  });

  test('asking for changes waits for words; approving does not', async () => {
    const html = await draw(<VerdictForm prompt={aDetail()} version={aVersion(2)} />);
    const off = byRole(html, 'button').filter((one) => 'disabled' in one.node.attrs);
    expect(off.map((one) => one.name)).toEqual(['Ask for changes']);
    expect(names(html, 'button')).toContain('Approve version 2');
    expect(defects(html)).toEqual([]);
  });
});

describe('comments', () => {
  test('oldest first as they come, with the lines they are about where these are several', async () => {
    const comments = [
      aComment({ id: '1', fromLine: 1, toLine: 3 }),
      aComment({ id: '2', authorName: null, text: 'Yes.' }),
    ];
    const said = words(await draw(<Comments comments={comments} />));
    expect(said).toMatch(/lines 1 to 3 Exact about what\?.*per_1.*Yes\./);
    expect(words(await draw(<Comments comments={[]} />))).toBe('');
  });

  test('a form at a line names it; one about all does not, and cannot be cancelled', async () => {
    const place = { message: 0, fromLine: 2, toLine: 2 };
    const line = await draw(<CommentForm promptId="p" number={2} place={place} onDone={() => undefined} />);
    expect(words(line)).toContain('Comment on line 2');
    expect(names(line, 'button')).toEqual(['Comment', 'Cancel']);
    const all = await draw(<CommentForm promptId="p" number={2} place={null} onDone={() => undefined} />);
    expect(names(all, 'button')).toEqual(['Comment']);
    expect([...defects(line), ...defects(all)]).toEqual([]);
  });

  test.each(hostile)('%s in one hides and breaks nothing', async (_, text) => {
    const html = await draw(<Comments comments={[aComment({ text, authorName: text })]} />);
    expect(textOf(parse(html))).not.toMatch(dangerous);
    expect(defects(html)).toEqual([]);
  });
});
