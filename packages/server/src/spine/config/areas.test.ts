import { describe, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { areas, settings, type AreaName } from './areas.ts';
import { loadConfig } from './load.ts';

/** What a setting becomes when its variable says this; the sentence of the refusal where it is none. */
function given(path: string, value: string): unknown {
  const { area, name, env } = settings.find((one) => one.path === path)!;
  try {
    return (loadConfig({ env: { [env]: value } }).config[area] as Record<string, unknown>)[name];
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return (error as Error).message;
  }
}
const refused = (path: string, value: string, why: string): void => expect(given(path, value)).toContain(why);

describe('every setting', () => {
  test('has a value when nobody says anything: Signalbox starts without a configuration', () => {
    const { config } = loadConfig({ env: {} });
    for (const area of Object.keys(areas) as AreaName[])
      expect(Object.values(config[area]), area).not.toContain(undefined);
  });

  test('says what it is for in a sentence, and its variable is its name', () => {
    for (const { about, path, env } of settings) {
      expect(about, path).toMatch(/^[A-Z"].{10,}[.]$/);
      const words = path.replaceAll(/[.]|(?=[A-Z])/g, '_').toUpperCase();
      expect(env).toBe(`SIGNALBOX_${words}`);
    }
  });

  test('that holds a secret is known as one, so that doctor and errors do not tell it', () => {
    const secret = settings.filter((one) => one.secret).map(({ path }) => path);
    expect(secret).toEqual(
      expect.arrayContaining([
        'state.databaseUrl',
        'warehouse.clickhouseUrl',
        'oidc.clientSecret',
        'root.key',
        'tee.headers',
      ]),
    );
    expect(secret).not.toContain('root.keyFile');
    for (const path of secret) {
      const answer = given(path, 'hush\u0000hush');
      if (typeof answer === 'string' && answer !== 'hush\u0000hush') expect(answer).not.toContain('hush');
    }
  });
});

describe('ports', () => {
  test.each([
    ['0', 0],
    ['65535', 65_535],
    [' 80 ', 80],
  ])('%j', (sent, port) => expect(given('server.port', sent)).toBe(port));
  test.each(['-1', '65536', '80.5', 'http', '0x'])('%j is none', (sent) =>
    refused('server.port', sent, 'must be a port: a whole number from 0 to 65535'),
  );
});

describe('bytes', () => {
  test.each([
    ['1', 1],
    ['1 KiB', 1024],
    ['1kib', 1024],
    ['1.5 MiB', 1_572_864],
    ['10GiB', 10_737_418_240],
  ])('%j', (sent, bytes) => expect(given('ingest.maxBodyBytes', sent)).toBe(bytes));
  test.each(['0', '-1', '1 MB', '1 TiB', 'MiB', '1e9', '16 MiB more'])(
    '%j is none: nobody guesses what was meant',
    (sent) => refused('ingest.maxBodyBytes', sent, 'must be a number of bytes, such as 16777216 or "16 MiB"'),
  );
});

describe('addresses', () => {
  test.each(['https://a.example', 'https://a.example/b/c', 'http://127.0.0.1:7460', 'https://[::1]:8443/x'])(
    'people can open %s',
    (url) => expect(given('server.publicUrl', url)).toBe(url),
  );
  test.each([
    'a.example',
    'ftp://a.example',
    'https://a.example/',
    'https://a.example?x=1',
    'https://a.example/#x',
    'javascript:alert(1)',
  ])('and not %s', (url) => refused('server.publicUrl', url, 'must look like https://tools.example.com/signalbox'));

  test('an OpenID provider is asked over TLS, unless it is on this machine', () => {
    for (const url of [
      'https://login.example.com',
      'http://127.0.0.1:5556/dex',
      'http://localhost:80',
      'http://[::1]:1',
    ])
      expect(given('oidc.issuer', url)).toBe(url);
    for (const url of ['http://login.example.com', 'http://127.0.0.1.evil.example', 'http://localhost.evil.example'])
      refused('oidc.issuer', url, 'must look like https://login.example.com');
  });

  test.each([
    ['10.0.0.0/8, ::1', ['10.0.0.0/8', '::1']],
    ['fd00::/8 192.0.2.7', ['fd00::/8', '192.0.2.7']],
    [',', []],
  ])('of proxies: %j', (sent, hops) => expect(given('server.trustedProxies', sent)).toEqual(hops));
  test.each(['10.0.0.0/33', '::1/129', '10.0.0.0/8/8', '10.0.0', '10.0.0.0/', '10.0.0.0/-1', 'proxy', '0.0.0.0/x'])(
    'of no proxy: %j',
    (sent) => refused('server.trustedProxies', sent, 'must list addresses or networks'),
  );
});

describe('the second endpoint', () => {
  test.each(['a=b', 'a=b,c=d', ' a=b, c=d=e', 'authorization=Basic%20YTpi'])('takes the headers %j', (sent) =>
    expect(given('tee.headers', sent)).toBe(sent),
  );
  test.each(['a', 'a=b,', '=b', 'a b=c', 'a =b'])('and not %j', (sent) => {
    refused('tee.headers', sent, 'must look like name=value,name=value');
  });
  test('gets signals that there are', () => {
    expect(given('tee.signals', 'metrics,traces')).toBe('metrics,traces');
    for (const sent of ['trace', 'traces,', 'traces, logs'])
      refused('tee.signals', sent, 'must be some of traces,logs,metrics');
  });
});

describe('groups of the provider', () => {
  const rule = (change: object): string => JSON.stringify([{ group: 'ops', role: 'operator', ...change }]);
  test('give a role, perhaps in one team and environment, perhaps for a time', () => {
    const full = { team: 'payments', environment: 'prod', until: '2026-12-31T00:00:00Z' };
    expect(given('oidc.groups', rule(full))).toEqual([{ group: 'ops', role: 'operator', ...full }]);
  });
  test.each([
    [rule({ role: 'root' }), 'must be one of viewer, operator'],
    [rule({ until: '2026-12-31' }), 'must be a time such as 2026-12-31T00:00:00Z'],
    [rule({ teams: 'payments' }), 'oidc.groups'],
    [rule({ group: '' }), 'oidc.groups'],
    ['[{"group":', 'oidc.groups'],
    ['ops=operator', 'oidc.groups'],
  ])('%s is refused as a whole: a rule half understood gives the wrong rights', (sent, why) =>
    refused('oidc.groups', sent, why),
  );
});

describe('numbers and switches', () => {
  test.each<[string, string, unknown]>([
    ['ingest.retentionDays', '3650', 3650],
    ['disk.warnPercent', '100', 100],
    ['backup.everyHours', '0', 0],
    ['backup.keep', '1', 1],
    ['backup.migrateWithout', 'true', true],
    ['backup.migrateWithout', 'false', false],
    ['warehouse.cluster', 'main-2', 'main-2'],
  ])('%s=%s', (path, sent, value) => expect(given(path, sent)).toBe(value));

  test.each([
    ['ingest.retentionDays', '0', 'from 1 to 3650'],
    ['disk.warnPercent', '101', 'from 1 to 100'],
    ['backup.everyHours', '169', 'from 0 to 168'],
    ['backup.keep', '0', 'from 1 to 1000'],
    ['backup.migrateWithout', 'yes', 'must be true or false'],
    ['warehouse.cluster', "main'; DROP", 'must be a name of letters'],
    ['log.level', 'trace', 'must be debug, info, warn or error'],
  ])('%s=%s is refused: %s', refused);
});
