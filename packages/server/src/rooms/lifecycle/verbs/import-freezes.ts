import { sql } from 'kysely';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { Unit } from '../../../spine/ledger/change.ts';
import type { ImportedFreezes, ImportFreezes } from '../contract-calendar.ts';
import { tried } from '../fleet/tried.ts';
import { begin, lift, placeOfFreeze } from '../freezes/begin.ts';
import { type Occurrence, readIcs, type Refused } from '../model/calendar/ics-read.ts';
import { lifecycleTx } from '../tables.ts';

type Item = ImportedFreezes['items'][number];
type Place = Awaited<ReturnType<typeof placeOfFreeze>>;
type Doing = { unit: Unit; ctx: Ctx; place: Place; timeZone: string };

/**
 * Freezes from the text of a calendar, in one scope; again as often as you like: an event that moved moves its freeze, one that is
 * called off lifts it, one that is not in the text is left alone. With `isPreview` nothing is kept. Throws `lifecycle.calendar_invalid`.
 */
export async function importFreezes(
  ctx: Ctx,
  { isPreview, ics, timeZone, ...scope }: ImportFreezes & { isPreview: boolean },
): Promise<ImportedFreezes> {
  authorize(ctx, 'freeze.change', 'anywhere');
  const place = await placeOfFreeze(ctx, scope);
  authorize(ctx, 'freeze.change', place);
  const found = readIcs(ics, { timeZone, now: ctx.clock.now() });
  if (typeof found === 'string') throw new AppError('lifecycle.calendar_invalid', { params: { reason: found } });
  return tried(ctx, async (unit) => {
    // Two imports of one calendar come one after the other.
    await sql`select pg_advisory_xact_lock(hashtext(${`freezes ${ctx.workspaceId}`}))`.execute(unit.tx);
    const items: Item[] = [];
    for (const one of found) items.push(await importOne({ unit, ctx, place, timeZone }, one));
    const ids = isPreview ? items.map((one) => (one.outcome === 'begun' ? { ...one, freezeId: null } : one)) : items;
    return { done: { isPreview, items: ids }, keep: !isPreview };
  });
}

async function importOne(doing: Doing, one: Occurrence | Refused): Promise<Item> {
  const { uid, summary } = one;
  if ('refused' in one)
    return { uid, summary, from: null, until: null, outcome: 'refused', why: `It ${one.refused}.`, freezeId: null };
  const { unit, ctx, place, timeZone } = doing;
  const [from, until] = [new Date(one.from), new Date(one.until)];
  const told = { uid, summary, from: from.toISOString(), until: until.toISOString(), why: null, freezeId: null };
  if (one.until <= ctx.clock.now()) return { ...told, outcome: 'past' };
  const standing = await standingOf(doing, one.source);
  const reason = (summary === '' ? 'From a calendar.' : summary).slice(0, 2_000);
  if (one.isCancelled) {
    if (standing === undefined) return { ...told, outcome: 'unchanged' };
    return { ...told, outcome: 'lifted', freezeId: (await lift(unit, ctx, standing)).id };
  }
  const isSame = standing?.from_at.getTime() === one.from && standing.until_at.getTime() === one.until;
  if (isSame && standing.reason === reason) return { ...told, outcome: 'unchanged', freezeId: standing.id };
  if (standing !== undefined) await lift(unit, ctx, standing);
  const { id } = await begin(unit, ctx, place, { from, until, timeZone, reason, source: one.source });
  return { ...told, outcome: standing === undefined ? 'begun' : 'moved', freezeId: id };
}

/** What was made of the same event before, in the same scope, and stands. */
const standingOf = ({ unit, ctx, place }: Doing, source: string) =>
  lifecycleTx(unit.tx)
    .selectFrom('freeze_windows')
    .selectAll()
    .where('workspace_id', '=', ctx.workspaceId)
    .where('source', '=', source)
    .where('lifted_at', 'is', null)
    .where((eb) =>
      eb.and([
        eb('team_id', 'is not distinct from', place.teamId ?? null),
        eb('agent_id', 'is not distinct from', place.agentId ?? null),
        eb('environment', 'is not distinct from', place.environment ?? null),
      ]),
    )
    .executeTakeFirst();
