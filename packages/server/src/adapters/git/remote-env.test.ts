import { expect, test } from 'vitest';
import { remoteEnv } from './remote-env.ts';

const https = { url: 'https://git.example.com/p.git', branch: 'main', credential: { user: 'bot', secret: 'tok' } };
const settingsOf = (env: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: Number(env['GIT_CONFIG_COUNT']) }, (_, at) => [
      env[`GIT_CONFIG_KEY_${at}`]!,
      env[`GIT_CONFIG_VALUE_${at}`]!,
    ]),
  );

test('the credential goes to the remote itself and to no other host', () => {
  const settings = settingsOf(remoteEnv(https, false));
  expect(settings).toEqual({
    ...{ 'protocol.https.allow': 'always', 'protocol.ssh.allow': 'always' },
    'http.https://git.example.com/p.git.extraHeader': `Authorization: Basic ${btoa('bot:tok')}`,
  });
});

test('other ways have no use for it; paths only where the operator says so', () => {
  expect(JSON.stringify(remoteEnv({ ...https, url: 'ssh://git@example.com/p.git' }, false))).not.toContain('Basic');
  expect(settingsOf(remoteEnv({ ...https, credential: null }, true))).toMatchObject({
    'protocol.file.allow': 'always',
  });
  expect(settingsOf(remoteEnv(https, false))).not.toHaveProperty('protocol.file.allow');
});
