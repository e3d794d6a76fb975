import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { accessDb } from '../tables.ts';

/** Id of the person with this e-mail address, in whatever case. Throws `access.not_found`. */
export async function findPerson(ctx: Ctx, email: string): Promise<string> {
  authorize(ctx, 'person.read');
  const people = accessDb(ctx.state.db).selectFrom('people').where('workspace_id', '=', ctx.workspaceId).select('id');
  const found = await people
    .where((eb) => eb(eb.fn<string>('lower', ['email']), '=', email.toLowerCase()))
    .executeTakeFirst();
  if (found === undefined)
    throw new AppError('access.not_found', { params: { noun: `person with the address ${email}` } });
  return found.id;
}
