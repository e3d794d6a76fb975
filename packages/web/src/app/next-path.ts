import { base } from './base.ts';

/** Where to go after sign-in: a path of this site, never another one, never the sign-in page again. */
export function nextPath(value: unknown): string {
  if (typeof value !== 'string' || !/^\/[^/\\]/.test(value) || value.startsWith(`${base}/sign-in`)) return `${base}/`;
  // Browsers drop these before they read an address: "/\t/evil.example" would leave.
  // eslint-disable-next-line no-control-regex -- these are what is refused
  return /[\u0000-\u001f\\]/.test(value) ? `${base}/` : value;
}

/** The same as the server knows it: without the path that Signalbox is opened under. */
export const withoutBase = (path: string): string => (path.startsWith(`${base}/`) ? path.slice(base.length) : path);
