/** What to say about an address that others can reach; null for loopback. */
export function hostNotice({ host, publicUrl }: { host: string; publicUrl: string | null }): string | null {
  if (/^(127\.|::1$|localhost$)/.test(host)) return null;
  if (publicUrl?.startsWith('https:') === true) {
    return `Listening on ${host}: make sure only the proxy of ${publicUrl} can reach it.`;
  }
  return (
    `Listening on ${host} without TLS: passwords, keys and telemetry can be read on the way. ` +
    'Put a TLS proxy in front and set SIGNALBOX_SERVER_PUBLIC_URL.'
  );
}
