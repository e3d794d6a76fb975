import { z } from 'zod';
import { findTeam } from '../../access/index.ts';
import {
  BeginFreeze,
  beginFreeze,
  type Freeze,
  type ImportedFreezes,
  ImportFreezes,
  importFreezes,
  liftFreeze,
} from '../../rooms/lifecycle/index.ts';
import type { Ctx } from '../../spine/ctx.ts';

const team = z.string().nullable().describe('Slug of the team; null = all.');
/** What the operator of the machine can ask about freezes: no key may freeze, and a terminal has no session. */
export const freezeCommands = [
  z.object({ command: z.literal('freeze-begin'), team, freeze: BeginFreeze }),
  z.object({ command: z.literal('freeze-lift'), id: z.string().max(80) }),
  z.object({ command: z.literal('freeze-import'), team, calendar: ImportFreezes, isPreview: z.boolean() }),
] as const;
type FreezeCommand = z.infer<(typeof freezeCommands)[number]>;
export type FreezeAnswer = { freeze: Freeze } | { imported: ImportedFreezes };

export async function runFreezeCommand(ctx: Ctx, command: FreezeCommand): Promise<FreezeAnswer> {
  if (command.command === 'freeze-lift') return { freeze: await liftFreeze(ctx, { id: command.id }) };
  const of = command.team === null ? {} : { teamId: await findTeam(ctx, command.team) };
  if (command.command === 'freeze-begin') return { freeze: await beginFreeze(ctx, { ...command.freeze, ...of }) };
  const { calendar, isPreview } = command;
  return { imported: await importFreezes(ctx, { ...calendar, ...of, isPreview }) };
}
