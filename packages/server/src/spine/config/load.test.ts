import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { settings } from './areas.ts';
import { loadConfig } from './load.ts';

const yaml = (text: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'sbx-config-')), 'signalbox.config.yaml');
  writeFileSync(file, text);
  return file;
};
const reason = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    expect(error).toMatchObject({ code: 'config.invalid' });
    return (error as Error).message;
  }
  throw new Error('was accepted');
};

describe('loadConfig', () => {
  test('defaults listen on loopback with embedded stores', () => {
    const { config, sources } = loadConfig({ env: {} });
    expect(config.server).toEqual({
      host: '127.0.0.1',
      port: 7460,
      otlpPort: 4318,
      grpcPort: 4317,
      publicUrl: null,
      trustedProxies: ['127.0.0.1', '::1'],
      ...{ connections: 4096, connectionsPerAddress: 512 },
    });
    expect(config.state).toEqual({ dataDir: '.signalbox', databaseUrl: null });
    expect(config.ingest.maxBodyBytes).toBe(16 * 1024 * 1024);
    expect(sources.size).toBe(0);
  });

  test('flags beat the environment, the environment beats the file, and each names its source', () => {
    const file = yaml('server: { port: 1, otlpPort: 2, grpcPort: 3 }\nlog: { level: warn }\n');
    const env = { SIGNALBOX_SERVER_PORT: '11', SIGNALBOX_SERVER_OTLP_PORT: '12' };
    const { config, sources } = loadConfig({ env, file, flags: { 'server.port': '21', 'server.host': undefined } });
    expect(config.server).toMatchObject({ port: 21, otlpPort: 12, grpcPort: 3, host: '127.0.0.1' });
    expect(Object.fromEntries(sources)).toEqual({
      'server.port': '--port',
      'server.otlpPort': 'SIGNALBOX_SERVER_OTLP_PORT',
      'server.grpcPort': file,
      'log.level': file,
    });
  });

  test('DATABASE_URL and CLICKHOUSE_URL count, their SIGNALBOX_ forms win in either order', () => {
    const plain = { DATABASE_URL: 'postgres://a/db', CLICKHOUSE_URL: 'http://c:8123/x' };
    expect(loadConfig({ env: plain }).config.warehouse.clickhouseUrl).toBe('http://c:8123/x');
    const long = { SIGNALBOX_STATE_DATABASE_URL: 'postgres://b/db' };
    expect(loadConfig({ env: { ...plain, ...long } }).config.state.databaseUrl).toBe('postgres://b/db');
    expect(loadConfig({ env: { ...long, ...plain } }).config.state.databaseUrl).toBe('postgres://b/db');
  });

  test.each([
    ['"16 MiB"', 16 * 1024 * 1024],
    ['1.5kib', 1536],
    ['4096', 4096],
  ])('bytes may be written as %s', (text, bytes) => {
    expect(loadConfig({ env: {}, file: yaml(`ingest: { spoolBytes: ${text} }`) }).config.ingest.spoolBytes).toBe(bytes);
  });

  test.each([
    ['sever: { port: 1 }', 'unknown area "sever". Did you mean server?'],
    ['server: { prot: 1 }', 'unknown name "server.prot". Did you mean port?'],
    ['server: 7', '"server" must hold names and values'],
    ['server: { port: 70000 }', 'server.port (from '],
    ['ingest: { spoolBytes: lots }', 'ingest.spoolBytes (from '],
    ['server: { publicUrl: "signalbox.example.com/x" }', 'must look like https://tools.example.com/signalbox'],
    ['server: [', 'signalbox.config.yaml: '],
    ['- server', 'must hold areas with names and values'],
    ['ingest: { retentionDays: 0 }', 'must be days: a whole number from 1 to 3650; got 0'],
    ['log: { format: xml }', 'must be json or text; got "xml"'],
    ['server: { publicUrl: "https://box.example.com/" }', 'must look like https://tools.example.com/signalbox'],
    ['server: { trustedProxies: [10.0.0.0/33] }', 'must list addresses or networks'],
    ['server: { trustedProxies: proxy.internal }', 'must list addresses or networks'],
    ['oidc: { groups: [{ group: a, role: king }] }', 'must be one of viewer, operator'],
    ['oidc: { groups: [{ group: a, role: auditor, until: soon }] }', 'must be a time such as'],
  ])('a file with %s is refused', (text, message) => {
    expect(reason(() => loadConfig({ env: {}, file: yaml(text) }))).toContain(message);
  });

  test('every problem is named at once', () => {
    const text = reason(() =>
      loadConfig({ env: { SIGNALBOX_LOG_LEVEL: 'loud' }, file: yaml('a: {}\nserver: { port: x }') }),
    );
    expect(text.split('\n  ')).toEqual([
      'the configuration is not valid:',
      expect.stringContaining('unknown area "a"'),
      expect.stringContaining('must be a port: a whole number from 0 to 65535; got "x"'),
      'log.level (from SIGNALBOX_LOG_LEVEL) must be debug, info, warn or error; got "loud"',
    ]);
  });

  test('a mistyped variable is refused with the nearest name; names of other programs are left alone', () => {
    expect(reason(() => loadConfig({ env: { SIGNALBOX_SERVER_PROT: '1' } }))).toContain(
      'Did you mean SIGNALBOX_SERVER_PORT?',
    );
    expect(reason(() => loadConfig({ env: { SIGNALBOX_SEVER_PORT: '1' } }))).toContain(
      'Did you mean SIGNALBOX_SERVER_PORT?',
    );
    expect(() => loadConfig({ env: { SIGNALBOX_KEY: 'sbx_a_b', SIGNALBOX_LOG_LEVEL: '' } })).not.toThrow();
  });

  test('a wrong value of a secret setting is not repeated', () => {
    const text = reason(() => loadConfig({ env: { DATABASE_URL: 'mysql://box:hush@host/db' } }));
    expect(text).toBe('state.databaseUrl (from DATABASE_URL) must look like postgres://user@host/db');
  });

  test('a file that was asked for must be there', () => {
    expect(reason(() => loadConfig({ env: {}, file: '/nowhere/x.yaml' }))).toContain('there is no such file');
  });

  test('each setting has its own variable and says what it is for', () => {
    expect(new Set(settings.map((s) => s.env)).size).toBe(settings.length);
    expect(settings.map((s) => s.env)).toEqual(
      expect.arrayContaining(['SIGNALBOX_ROOT_KEY', 'SIGNALBOX_ROOT_KEY_FILE']),
    );
    expect(settings.filter((s) => s.secret).map((s) => s.path)).toContain('root.key');
  });

  test('lists are lists in YAML, and text in the environment', () => {
    const listed = 'server: { publicUrl: https://a.example/b, trustedProxies: [10.0.0.0/8, "::1"] }';
    expect(loadConfig({ env: {}, file: yaml(listed) }).config.server.trustedProxies).toEqual(['10.0.0.0/8', '::1']);
    const env = { SIGNALBOX_SERVER_TRUSTED_PROXIES: '10.0.0.0/8, ::1' };
    expect(loadConfig({ env }).config.server.trustedProxies).toEqual(['10.0.0.0/8', '::1']);
    const groups = { SIGNALBOX_OIDC_GROUPS: '[{"group":"a","role":"viewer"}]' };
    expect(loadConfig({ env: groups }).config.oidc.groups).toEqual([{ group: 'a', role: 'viewer' }]);
  });
});
