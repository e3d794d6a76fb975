/** The path that people open Signalbox under, without a slash at its end: '' or '/signalbox'. */
export const basePathOf = (publicUrl: string | null): string =>
  publicUrl === null ? '' : new URL(publicUrl).pathname.replace(/\/$/, '');

/**
 * A request's target without that path. A proxy may take it off or leave it on: both arrive here as the same address.
 * @param target as the request line has it: path and query.
 */
export function withoutBase(target: string, base: string): string {
  if (base === '' || !target.startsWith(base)) return target;
  const rest = target.slice(base.length);
  if (rest === '' || rest.startsWith('?')) return `/${rest}`;
  // "/signalboxes" is another address.
  return rest.startsWith('/') ? rest : target;
}
