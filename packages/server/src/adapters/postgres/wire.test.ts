import { describe, expect, test } from 'vitest';
import { AppError } from '../../spine/errors.ts';
import { parsers } from './parsers.ts';
import { sqlError, stateUnavailable } from './sql-error.ts';
import { ask, type WireSource } from './wire.ts';

/** A connection that notes what it was told; `fails` are the texts that throw. */
function source(fails: readonly string[]) {
  const said: string[] = [];
  const open: WireSource = {
    acquire: () =>
      Promise.resolve({
        run: (sql) => {
          said.push(sql);
          if (fails.includes(sql)) return Promise.reject(new Error(`no: ${sql}`));
          return Promise.resolve({ rows: [{ sql }], command: 'SELECT', affected: 1 });
        },
        release: (broken) => void said.push(broken === true ? '(broken)' : '(back)'),
      }),
    close: () => Promise.resolve(),
  };
  return { open, said };
}

describe('one statement on a turn of its own', () => {
  test('gives its rows, and the connection back', async () => {
    const { open, said } = source([]);
    expect(await ask(open, 'select 1')).toEqual([{ sql: 'select 1' }]);
    expect(said).toEqual(['select 1', '(back)']);
  });

  test('after an error nothing of an open transaction is left to whoever comes next', async () => {
    const { open, said } = source(['select 1']);
    await expect(ask(open, 'select 1')).rejects.toThrow('no: select 1');
    expect(said).toEqual(['select 1', 'rollback', '(back)']);
  });

  test('a connection that cannot even go back is not used again, and the first error is told', async () => {
    const { open, said } = source(['select 1', 'rollback']);
    await expect(ask(open, 'select 1')).rejects.toThrow('no: select 1');
    expect(said).toEqual(['select 1', 'rollback', '(broken)']);
  });

  test('where no connection comes nothing is given back', async () => {
    const { open, said } = source([]);
    const none = { ...open, acquire: () => Promise.reject(stateUnavailable(new Error('full'))) };
    await expect(ask(none, 'select 1')).rejects.toMatchObject({ code: 'state.unavailable', retryAfterSeconds: 2 });
    expect(said).toEqual([]);
  });
});

describe('values both engines give alike', () => {
  const parse = (oid: number, text: string): unknown => parsers[oid]!(text);

  test('whole numbers up to 2⁵³, and an error instead of a wrong number beyond', () => {
    expect([parse(20, '0'), parse(20, '-9007199254740991'), parse(20, '9007199254740991')]).toEqual([
      ...[0, -9_007_199_254_740_991, 9_007_199_254_740_991],
    ]);
    for (const text of ['9007199254740992', '-9007199254740993', '9223372036854775807'])
      expect(() => parse(20, text)).toThrow(RangeError);
  });

  test('bytes as they are, also none', () => {
    expect(parse(17, '\\x')).toEqual(new Uint8Array());
    expect(parse(17, '\\x00ff10')).toEqual(new Uint8Array([0, 255, 16]));
  });

  test('dates and times without a zone stay text: they name no moment', () => {
    for (const oid of [1082, 1114, 1186]) expect(parse(oid, '2026-11-22')).toBe('2026-11-22');
  });
});

describe('errors of a statement', () => {
  test('a full disk has a code of its own, and says when to come back', () => {
    const cause = Object.assign(new Error('could not extend file'), { code: '53100' });
    const told = sqlError(cause);
    expect(told).toBeInstanceOf(AppError);
    expect(told).toMatchObject({ code: 'state.disk_full', retryAfterSeconds: 30, cause });
  });

  test.each([
    Object.assign(new Error('duplicate'), { code: '23505', constraint: 'people_email' }),
    new Error('without a code'),
    new AppError('access.denied', { params: { action: 'run.read' } }),
  ])('all others stay the same object: $message', (error) => {
    expect(sqlError(error)).toBe(error);
  });
});
