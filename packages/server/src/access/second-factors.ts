import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { AppError } from '../spine/errors.ts';
import type { Seal } from '../spine/seal.ts';
import type { Transactor } from '../spine/tx.ts';
import { base32 } from './model/base32.ts';
import { hashSecret } from './secret.ts';
import { accessDb, type AccessTx } from './tables.ts';
import { countCode, codeBucket } from './throttle.ts';
import { stepOfCode } from './totp.ts';

const purpose = 'second factor';
export const sealFactor = (seal: Seal, personId: string, secret: string): string =>
  seal.seal(purpose, personId, secret);
export const openFactor = (seal: Seal, personId: string, sealed: string): string =>
  seal.open(purpose, personId, sealed);

/** Ten codes of 80 bits for the day the phone is lost, in groups that can be copied from paper. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: 10 }, () =>
    base32(randomBytes(10))
      .replace(/(.{4})(?=.)/g, '$1-')
      .toLowerCase(),
  );

export const hashRecoveryCode = (code: string): Buffer => hashSecret(code.toLowerCase().replace(/[^a-z2-7]/g, ''));

export type SecondFactor = { secret: string; lastStep: number };
export type Used = 'totp' | 'recovery_code';

export async function secondFactorOf(state: Transactor, personId: string): Promise<SecondFactor | null> {
  const rows = accessDb(state.db).selectFrom('second_factors').where('person_id', '=', personId);
  const row = await rows.select(['secret', 'last_step']).executeTakeFirst();
  return row === undefined ? null : { secret: row.secret, lastStep: row.last_step };
}

/**
 * Counts the try before it looks, in a transaction that stays when the sign-in fails. Throws `access.throttled`, and
 * `access.code_needed` where there is no code.
 */
export async function countCodeTry(state: Transactor, personId: string, code: string | undefined): Promise<number> {
  if (code === undefined || code === '') throw new AppError('access.code_needed');
  return countCode(state, personId);
}

/** Takes a code inside the change it allows: each works once, also of two at the same time. Throws `access.code_wrong`. */
export async function useCode(
  tx: AccessTx,
  seal: Seal,
  factor: SecondFactor & { personId: string; left: number },
  code: string,
): Promise<Used> {
  const { personId } = factor;
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(tx);
  const secret = openFactor(seal, personId, factor.secret);
  const at = { now: rows[0]!.now.getTime(), lastStep: factor.lastStep };
  const step = stepOfCode(secret, code.replace(/\s/g, ''), at);
  const used = step === null ? await useRecoveryCode(tx, personId, code) : await useStep(tx, personId, step);
  if (used === null) throw new AppError('access.code_wrong', { params: { left: factor.left } });
  await tx.deleteFrom('ops_throttle').where('bucket', '=', codeBucket(personId)).execute();
  return used;
}

async function useStep(tx: AccessTx, personId: string, step: number): Promise<Used | null> {
  const mine = tx.updateTable('second_factors').set({ last_step: step }).where('person_id', '=', personId);
  const used = await mine.where('last_step', '<', step).returning('person_id').executeTakeFirst();
  return used === undefined ? null : 'totp';
}

async function useRecoveryCode(tx: AccessTx, personId: string, code: string): Promise<Used | null> {
  const used = await tx
    .updateTable('recovery_codes')
    .set({ used_at: sql<Date>`now()` })
    .where('person_id', '=', personId)
    .where('code_hash', '=', hashRecoveryCode(code))
    .where('used_at', 'is', null)
    .returning('person_id')
    .executeTakeFirst();
  return used === undefined ? null : 'recovery_code';
}

/** Tells whether there was one. */
export async function removeSecondFactor(tx: AccessTx, personId: string): Promise<boolean> {
  await tx.deleteFrom('recovery_codes').where('person_id', '=', personId).execute();
  const gone = await tx.deleteFrom('second_factors').where('person_id', '=', personId).returning('person_id').execute();
  return gone.length > 0;
}
