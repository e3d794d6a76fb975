import type { Person, Team } from '../access/contract.ts';
import type { Role } from '../spine/actor.ts';
import { askOperator } from './ask-operator.ts';
import { configOf, type Flags } from './flags.ts';
import { column } from './column.ts';
import { isoTime } from './iso-time.ts';

type InviteFlags = Flags & { name?: string; role: Role; team?: string; environment?: string; until?: string };

/** Prints the link alone, so that it can be piped. */
export async function userInvite(email: string, flags: InviteFlags): Promise<void> {
  const { name = email, role, team = null, environment = null } = flags;
  const until = flags.until === undefined ? null : isoTime(flags.until, '--until');
  const command = { command: 'user-invite', email, name, role, team, environment, until } as const;
  const answer = await askOperator(configOf(flags).config, command);
  if ('url' in answer) console.log(answer.url);
}

/** Prints the link alone. */
export async function userReset(email: string, flags: Flags & { secondFactor?: boolean }): Promise<void> {
  const command = { command: 'user-reset', email, secondFactor: flags.secondFactor === true } as const;
  const answer = await askOperator(configOf(flags).config, command);
  if ('url' in answer) console.log(answer.url);
}

export async function userList(flags: Flags): Promise<void> {
  const answer = await askOperator(configOf(flags).config, { command: 'user-list' });
  if ('people' in answer) for (const line of peopleLines(answer.people, answer.teams)) console.log(line);
}

/** Address, name, state, roles: a line for each. */
export function peopleLines(people: readonly Person[], teams: readonly Team[]): string[] {
  const slugs = new Map(teams.map((team) => [team.id, team.slug]));
  const rows = people.map((person) => [person.email, person.name, stateOf(person), rolesOf(person, slugs)]);
  return column([['E-mail', 'Name', 'Sign-in', 'Roles'], ...rows]);
}

function stateOf(person: Person): string {
  if (person.disabledAt !== null) return 'disabled';
  if (person.lockedOutAt !== null) return 'refused by the provider';
  if (person.signsIn === 'provider') return 'provider';
  return person.secondFactor ? 'here, with app' : 'here';
}

const rolesOf = (person: Person, slugs: ReadonlyMap<string, string>): string =>
  person.grants
    .map(({ role, teamId, environment, until, source }) => {
      const at = [teamId === null ? null : (slugs.get(teamId) ?? teamId), environment]
        .filter((part) => part !== null)
        .join(' in ');
      const end = until === null ? '' : ` until ${until}`;
      return `${role.replaceAll('_', ' ')}${at === '' ? '' : ` of ${at}`}${end}${source === 'emergency' ? ' (emergency)' : ''}`;
    })
    .join(', ') || 'none';
