/** Where to go after sign-in: a path of this site, never another one, never the sign-in page again. */
export function nextPath(value: unknown): string {
  if (typeof value !== 'string' || !/^\/[^/\\]/.test(value) || value.startsWith('/sign-in')) return '/';
  // Browsers drop these before they read an address: "/\t/evil.example" would leave.
  // eslint-disable-next-line no-control-regex -- these are what is refused
  return /[\u0000-\u001f\\]/.test(value) ? '/' : value;
}
