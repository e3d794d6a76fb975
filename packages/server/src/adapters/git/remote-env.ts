import type { Remote } from '../../ports/repository.ts';

/**
 * What a call that leaves the machine is given: which ways it may take, and the credential. In the environment, since arguments are
 * shown to everybody on the machine; bound to the remote's own address, so that no other host ever gets it.
 */
export function remoteEnv({ url, credential }: Remote, allowLocal: boolean): Record<string, string> {
  const settings: [string, string][] = [
    ['protocol.https.allow', 'always'],
    ['protocol.ssh.allow', 'always'],
    ...(allowLocal ? [['protocol.file.allow', 'always'] as [string, string]] : []),
  ];
  if (credential !== null && url.startsWith('https://')) {
    const pair = Buffer.from(`${credential.user}:${credential.secret}`).toString('base64');
    settings.push([`http.${url}.extraHeader`, `Authorization: Basic ${pair}`]);
  }
  const pairs = settings.flatMap(([key, value], at) => [
    [`GIT_CONFIG_KEY_${at}`, key],
    [`GIT_CONFIG_VALUE_${at}`, value],
  ]);
  return { ...(Object.fromEntries(pairs) as Record<string, string>), GIT_CONFIG_COUNT: String(settings.length) };
}
