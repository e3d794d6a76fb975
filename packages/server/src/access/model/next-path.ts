/** Where to go after sign-in: a path of this site, never another one, never the sign-in page again. */
export function nextPath(value: string | undefined): string {
  // Browsers drop control characters before they read an address, and take a backslash for a slash: "/\t/evil.example" would leave.
  // eslint-disable-next-line no-control-regex -- these are what is refused
  if (value === undefined || !/^\/[^/\\]/.test(value) || /[\u0000-\u001f\\]/.test(value)) return '/';
  return value.startsWith('/sign-in') || value.startsWith('/api/') ? '/' : value;
}
