import { AppError } from '../spine/errors.ts';

/** Runs a change; a broken unique index (SQLSTATE 23505, the same on both engines) becomes `access.conflict` naming `what`. */
export async function uniqueOr<T>(what: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if ((error as { code?: unknown }).code !== '23505') throw error;
    throw new AppError('access.conflict', { params: { what }, cause: error });
  }
}
