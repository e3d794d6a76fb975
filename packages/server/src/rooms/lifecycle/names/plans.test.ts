import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../../spine/errors.ts';
import { agentOf, inverse, namesOf, sentNames } from '../model/naming.ts';
import { applied, someNaming } from '../model/naming.fixture.ts';
import { planIgnore, planMerge, planRename, planRestore, planSplit } from './plans.ts';
import type { Edit, Naming } from '../model/naming.ts';

const agent = (key: string) => ({ id: `agt_${key}`, key, name: key, slug: key, putAway: null });
const naming: Naming = {
  agents: [agent('support'), agent('helper'), { ...agent('assistant'), putAway: 'undone' }],
  aliases: [{ name: 'helper-old', service: '', agentId: 'agt_helper' }],
  ignored: [{ name: 'AgentExecutor', service: '' }],
};
const [support, helper, spare] = naming.agents as [Naming['agents'][0], Naming['agents'][0], Naming['agents'][0]];
const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as AppError).code;
  }
  return 'done';
};

test('a merge moves the key and every alias, and all of it comes back', () => {
  const edits = planMerge(naming, helper, support);
  const after = applied(naming, edits);
  for (const name of ['helper', 'helper-old']) expect(agentOf(after, name, 'any')!.id).toBe(support.id);
  expect(after.agents.find((one) => one.id === helper.id)!.putAway).toBe('merged');
  expect(namesOf(edits)).toEqual(['helper', 'helper-old']);
  expect(applied(after, inverse(edits))).toEqual(naming);
  expect(sentNames(after, after.agents[0]!).map((one) => one.name)).toEqual(['support', 'helper-old', 'helper']);
});

test('a name from one service becomes an agent of its own, and from the others stays', () => {
  const edits = planSplit(naming, helper, { name: 'helper', service: 'billing' }, spare);
  const after = applied(naming, edits);
  expect(agentOf(after, 'helper', 'billing')!.id).toBe(spare.id);
  expect(agentOf(after, 'helper', 'web')!.id).toBe(helper.id);
  expect(applied(after, inverse(edits))).toEqual(naming);
});

test('a merged name is split off again by hand: the agent it was stands again', () => {
  const merged = applied(naming, planMerge(naming, helper, support));
  const away = merged.agents[1]!;
  const after = applied(merged, planSplit(merged, merged.agents[0]!, { name: 'helper', service: '' }, away));
  expect(agentOf(after, 'helper', '')).toMatchObject({ id: 'agt_helper', putAway: null });
});

test('an ignored name stands for nobody, and its agent in no list; both come back', () => {
  const bare = { ...naming, aliases: [] };
  const edits = planIgnore(bare, { name: 'helper', service: '' });
  const after = applied(bare, edits);
  expect(agentOf(after, 'helper', 'x')).toBeUndefined();
  expect(after.agents[1]!.putAway).toBe('ignored');
  expect(applied(after, planRestore(after, { name: 'helper', service: '' }))).toEqual(bare);
  // With an alias left it still has runs of its own.
  expect(applied(naming, planIgnore(naming, { name: 'helper', service: '' })).agents[1]!.putAway).toBeNull();
});

test('a new name takes its slug along', () => {
  const edits = planRename(naming, support, { name: 'Front desk', slug: 'front-desk' });
  expect(applied(naming, edits).agents[0]).toMatchObject({ key: 'support', name: 'Front desk', slug: 'front-desk' });
  expect(namesOf(edits)).toEqual([]);
});

test('what cannot be is refused, each for its reason', () => {
  const sent = { name: 'helper', service: '' };
  expect(refusal(() => planMerge(naming, helper, helper))).toBe('lifecycle.same_agent');
  expect(refusal(() => planRename(naming, helper, { name: 'support', slug: 's' }))).toBe('lifecycle.name_taken');
  expect(refusal(() => planRename(naming, helper, { name: 'helper', slug: 's' }))).toBe('lifecycle.already_so');
  expect(refusal(() => planRename(naming, helper, { name: 'assistant', slug: 's' }))).toBe('done');
  expect(refusal(() => planSplit(naming, support, sent, spare))).toBe('lifecycle.not_this_agent');
  expect(refusal(() => planSplit(naming, helper, sent, spare))).toBe('lifecycle.all_of_it');
  expect(refusal(() => planIgnore(naming, { name: 'AgentExecutor', service: '' }))).toBe('lifecycle.already_so');
  expect(refusal(() => planRestore(naming, sent))).toBe('lifecycle.already_so');
});

test('whatever was done, the way back leads to where it began', () => {
  fc.assert(
    fc.property(
      someNaming,
      fc.array(fc.tuple(fc.nat(4), fc.nat(), fc.nat(), fc.boolean()), { maxLength: 8 }),
      (start, acts) => {
        let at = start;
        const done: Edit[][] = [];
        for (const [verb, a, b, wide] of acts) {
          const live = at.agents.filter((one) => one.putAway === null);
          const [one, two] = [live[a % live.length], live[b % live.length]];
          if (one === undefined || two === undefined) break;
          const sent = { name: one.key, service: wide ? '' : 'svc' };
          const own = at.agents.find((each) => each.putAway === 'undone');
          const plan = (): Edit[] =>
            [
              () => planMerge(at, one, two),
              () => planIgnore(at, sent),
              () => planRestore(at, sent),
              () => planRename(at, one, { name: `n${b}`, slug: `n${b}` }),
              () => (own === undefined ? [] : planSplit(at, one, sent, own)),
            ][verb]!();
          if (refusal(plan) !== 'done') continue;
          done.push(plan());
          at = applied(at, done.at(-1)!);
        }
        for (const edits of done.toReversed()) at = applied(at, inverse(edits));
        expect(applied(at, [])).toEqual(applied(start, []));
      },
    ),
  );
});
