import { Problem } from './api.ts';

/** What the API says is wrong with a field, or below it; undefined = nothing. Paths as in its answers: author.email. */
export function fieldError(error: unknown, path: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  const own = error.fields.filter((one) => one.path === path || one.path.startsWith(`${path}.`));
  return own.length === 0 ? undefined : own.map((one) => one.message).join(' ');
}

/** The same of this path alone: what is said of a list, not of what stands in it. */
export function exactFieldError(error: unknown, path: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  return error.fields.find((one) => one.path === path)?.message;
}

/** The error, where something of it stands at none of these fields; else null: said once is enough. */
export function beyondFields(error: unknown, paths: readonly string[]): unknown {
  if (!(error instanceof Problem) || error.fields.length === 0) return error;
  const isShown = ({ path }: { path: string }): boolean =>
    paths.some((one) => path === one || path.startsWith(`${one}.`));
  return error.fields.every(isShown) ? null : error;
}
