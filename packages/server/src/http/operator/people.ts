import { z } from 'zod';
import { Role, type AccessAt, type Person, type Team } from '../../access/contract.ts';
import {
  accessAt,
  createGrant,
  createPerson,
  findPerson,
  findTeam,
  listPeople,
  listTeams,
  resetSignIn,
  signInUrl,
} from '../../access/index.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';

/** What the operator of the machine can ask about people. */
export const peopleCommands = [
  z.object({
    command: z.literal('user-invite'),
    email: z.email().max(254),
    name: z.string().trim().min(1).max(120),
    role: Role,
    team: z.string().nullable().describe('Slug of the team; null = the whole workspace.'),
    environment: z.string().nullable(),
    until: z.iso.datetime().nullable(),
  }),
  z.object({ command: z.literal('user-reset'), email: z.string(), secondFactor: z.boolean() }),
  z.object({ command: z.literal('user-list') }),
  z.object({ command: z.literal('access-at'), agent: z.string().min(1), at: z.iso.datetime() }),
] as const;
type PeopleCommand = z.infer<(typeof peopleCommands)[number]>;
export type PeopleAnswer = { url: string } | { people: Person[]; teams: Team[] } | { access: AccessAt };

export async function runPeopleCommand(ctx: Ctx, publicUrl: string, command: PeopleCommand): Promise<PeopleAnswer> {
  switch (command.command) {
    case 'user-invite': {
      const { email, name, role, team, environment, until } = command;
      // Before the person is made: what is wrong with the role must leave nobody without one.
      if (role === 'auditor' && until === null)
        throw new AppError('config.invalid', {
          params: { reason: 'An auditor’s role must have an end: give --until.' },
        });
      const teamId = team === null ? null : await findTeam(ctx, team);
      const { person, token } = await createPerson(ctx, { email, name });
      await createGrant(ctx, { personId: person.id, role, teamId, agentId: null, environment, until });
      return { url: signInUrl(publicUrl, token) };
    }
    case 'user-reset': {
      const { email, secondFactor } = command;
      const token = await resetSignIn(ctx, { personId: await findPerson(ctx, email), secondFactor });
      return { url: signInUrl(publicUrl, token) };
    }
    case 'user-list': {
      const people: Person[] = [];
      for (let after: string | null = null, more = true; more;) {
        const page: Awaited<ReturnType<typeof listPeople>> = await listPeople(ctx, { limit: 200, after });
        people.push(...page.items);
        ({ next: after } = page);
        more = after !== null;
      }
      const { items: teams } = await listTeams(ctx, { limit: 200, after: null });
      return { people, teams };
    }
    case 'access-at':
      return { access: await accessAt(ctx, command) };
  }
}
