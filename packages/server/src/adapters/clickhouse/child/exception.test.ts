import { describe, expect, test } from 'vitest';
import { refusal, toException } from './exception.ts';

describe('an error in ClickHouse’s own words', () => {
  test.each([
    [60, 404],
    [81, 404],
    [62, 400],
    [164, 403],
    [516, 403],
    [307, 413],
    [202, 503],
    [241, 500],
    [999, 500],
  ])('code %i is answered with %i', (code, status) => {
    expect(toException(refusal(code, 'NAME', 'What happened'))).toEqual({
      code: String(code),
      status,
      text: `Code: ${code}. DB::Exception: What happened. (NAME)`,
    });
  });

  test('what stands before the engine’s words is not told: it names files of this machine', () => {
    const error = new Error('chdb: /srv/data/x.cpp:12: Code: 60. DB::Exception: Unknown table. (UNKNOWN_TABLE)');
    expect(toException(error)).toMatchObject({ code: '60', text: expect.stringMatching(/^Code: 60\./) });
  });

  test.each<[unknown, string]>([
    [new Error('The worker went away'), 'The worker went away'],
    ['a bare string', 'a bare string'],
    [undefined, 'undefined'],
    [new Error(''), ''],
  ])('%j has no code of the engine, and is an error all the same', (thrown, message) => {
    expect(toException(thrown)).toEqual({
      code: '1002',
      status: 500,
      text: `Code: 1002. DB::Exception: ${message} (UNKNOWN_EXCEPTION)`,
    });
  });
});
