import { afterEach, describe, expect, test, vi } from 'vitest';
import { SignalboxError } from './errors.ts';
import { configOf } from './options.ts';

const given = { url: 'https://signalbox.test/', key: 'sbx_a_b', agent: 'helper' };
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('where it is set', () => {
  test('what is given goes before the environment', () => {
    vi.stubEnv('SIGNALBOX_URL', 'http://other.test');
    vi.stubEnv('SIGNALBOX_ENVIRONMENT', 'staging');
    expect(configOf(given)).toMatchObject({ url: 'https://signalbox.test', environment: 'staging', agent: 'helper' });
    expect(configOf({ ...given, environment: 'dev' }).environment).toBe('dev');
  });

  test('the environment alone is enough', () => {
    vi.stubEnv('SIGNALBOX_URL', 'http://127.0.0.1:7460');
    vi.stubEnv('SIGNALBOX_KEY', 'sbx_a_b');
    vi.stubEnv('SIGNALBOX_AGENT', 'helper');
    vi.stubEnv('SIGNALBOX_ENVIRONMENT', '');
    const config = configOf({});
    expect(config).toMatchObject({
      url: 'http://127.0.0.1:7460',
      key: 'sbx_a_b',
      agent: 'helper',
      environment: 'production',
    });
    expect(config).toMatchObject({ cacheDir: null, fallback: null, heartbeat: true, telemetry: 'auto' });
    expect(configOf({}).instance).not.toBe(config.instance);
  });

  test.each([
    ['url', 'Give `url`, or set SIGNALBOX_URL.'],
    ['key', 'Give `key`, or set SIGNALBOX_KEY.'],
    ['agent', 'Give `agent`, or set SIGNALBOX_AGENT.'],
  ])('%s is needed, and how to give it is said', (name, message) => {
    for (const variable of ['SIGNALBOX_URL', 'SIGNALBOX_KEY', 'SIGNALBOX_AGENT']) vi.stubEnv(variable, '');
    expect(() => configOf({ ...given, [name]: '' })).toThrow(new SignalboxError('misconfigured', message));
  });

  test.each(['signalbox.test', 'ftp://x', 'http://'])('%s is no address', (url) => {
    expect(() => configOf({ ...given, url })).toThrow('is no http or https address');
  });
});

describe('what goes wrong behind the scenes', () => {
  test('is told to the console once for each kind', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { onError } = configOf(given);
    for (let n = 0; n < 3; n++) onError(new SignalboxError('unavailable', 'away'));
    onError(new SignalboxError('dropped', 'lost'));
    expect(warn.mock.calls).toEqual([['signalbox: away'], ['signalbox: lost']]);
  });

  test('does not come back by the caller’s own function', () => {
    const { onError, onRelease } = configOf({
      ...given,
      onError: () => {
        throw new Error('theirs');
      },
      onRelease: () => {
        throw new Error('theirs');
      },
    });
    expect(() => onError(new Error('ours'))).not.toThrow();
    expect(() => onRelease({} as never)).not.toThrow();
  });
});
