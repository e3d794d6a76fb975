import type { Role } from 'signalbox/contract/access';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { meQuery } from '../queries.ts';
import { mayIn, teamsFor } from '../rights.ts';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { roleAbout, roleName, roleNames } from './role-words.ts';

export type RoleWish = { role: Role; teamId: string; environment: string; until: string };
export const noWish: RoleWish = { role: 'viewer', teamId: '', environment: '', until: '' };

/** What the API takes: empty = all of it, the end of the day named = its last moment in UTC. */
export const wishOf = ({ role, teamId, environment, until }: RoleWish) => ({
  role,
  teamId: teamId === '' ? null : teamId,
  environment: environment.trim() === '' ? null : environment.trim(),
  until: until === '' ? null : `${until}T23:59:59.999Z`,
});

/** Role, place and end. */
export function RoleFields({ wish, onWish }: { wish: RoleWish; onWish: (wish: RoleWish) => void }) {
  const id = useId();
  const me = useQuery(meQuery).data;
  const places = teamsFor(me, 'grant.create').map((team) => ({ value: team.id, label: team.name }));
  const set = (part: Partial<RoleWish>): void => onWish({ ...wish, ...part });
  return (
    <>
      <div className="flex flex-col items-start gap-1">
        <label htmlFor={`${id}role`} className="font-medium">
          Role
        </label>
        <Select
          id={`${id}role`}
          label="Role"
          value={wish.role}
          choices={roleNames.map((role) => ({ value: role, label: roleName(role) }))}
          onChange={(role) => set({ role: role as Role })}
        />
        <p className="text-meta text-muted">
          {roleName(wish.role)} {roleAbout[wish.role]}.
        </p>
      </div>
      <div className="flex flex-col items-start gap-1">
        <label htmlFor={`${id}team`} className="font-medium">
          Where
        </label>
        <Select
          id={`${id}team`}
          label="Where"
          value={wish.teamId}
          choices={[
            ...(mayIn(me, 'grant.create', null) ? [{ value: '', label: 'The whole workspace' }] : []),
            ...places,
          ]}
          onChange={(teamId) => set({ teamId })}
        />
      </div>
      <Field
        label="Environment"
        hint="Empty: all environments"
        value={wish.environment}
        maxLength={120}
        onChange={(event) => set({ environment: event.target.value })}
      />
      <Field
        label="Last day"
        type="date"
        hint={wish.role === 'auditor' ? 'An auditor’s role must have an end' : 'Empty: does not end by itself'}
        value={wish.until}
        required={wish.role === 'auditor'}
        onChange={(event) => set({ until: event.target.value })}
      />
    </>
  );
}
