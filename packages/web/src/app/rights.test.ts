import type { Grant } from 'signalbox/contract/access';
import { expect, test } from 'vitest';
import { aMe } from './house.fixture.tsx';
import { mayIn, teamsFor } from './rights.ts';

const rights = ['price.change', 'key.create'];
const teamAdmin = aMe({
  rights,
  rightsIn: [
    { teamId: null, rights: [] },
    { teamId: 'tea_1', rights },
  ],
});
const grant = (over: Partial<Grant>): Grant => ({ ...aMe().grants[0]!, teamId: 'tea_1', ...over });

test('who is admin of a team is none of the workspace, nor of another team', () => {
  expect(mayIn(teamAdmin, 'price.change', null)).toBe(false);
  expect(mayIn(teamAdmin, 'key.create', 'tea_1')).toBe(true);
  expect(mayIn(teamAdmin, 'key.create', 'tea_2')).toBe(false);
  expect(teamsFor(teamAdmin, 'key.create').map((team) => team.id)).toEqual(['tea_1']);
});

test('what holds everywhere holds in each team', () => {
  const me = aMe({ rights });
  expect(teamsFor(me, 'key.create')).toHaveLength(2);
  expect(mayIn(me, 'key.create', null)).toBe(true);
  expect(mayIn(me, 'setting.change', null)).toBe(false);
});

test('with a grant on a part of a team the server decides; never for the workspace', () => {
  const none = [{ teamId: null, rights: [] }];
  const me = aMe({ rights, rightsIn: none, grants: [grant({ environment: 'prod' })] });
  expect(mayIn(me, 'key.create', 'tea_1')).toBe(true);
  expect(mayIn(me, 'key.create', 'tea_2')).toBe(false);
  expect(mayIn(me, 'price.change', null)).toBe(false);
});

test('nobody may anything before one knows who it is', () => {
  expect(mayIn(undefined, 'key.create', 'tea_1')).toBe(false);
  expect(teamsFor(undefined, 'key.create')).toEqual([]);
});
