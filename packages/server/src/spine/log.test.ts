import { describe, expect, test } from 'vitest';
import { createLog } from './log.ts';

const written = (format: 'json' | 'text', level: 'info' | 'warn' = 'info') => {
  const lines: string[] = [];
  return { lines, log: createLog({ level, format }, { write: (line: string) => void lines.push(line) }) };
};

describe('the log', () => {
  test('is one JSON object a line with time and level in words', () => {
    const { lines, log } = written('json');
    log.info({ requestId: 'req_1', ms: 3 }, 'request');
    expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'info', msg: 'request', requestId: 'req_1', ms: 3 });
    expect((JSON.parse(lines[0]!) as { time: string }).time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  test('never holds a key or what is named like a secret, also inside an error', () => {
    const { lines, log } = written('json');
    const key = `sbx_${'a'.repeat(32)}_${'b'.repeat(48)}`;
    log.error(
      { password: 'p1', deep: { cookie: 'c1', more: { token: 't1' } }, err: new Error(`bad ${key}`) },
      `key ${key}`,
    );
    for (const secret of ['p1', 'c1', 't1', 'b'.repeat(48)]) expect(lines[0]).not.toContain(secret);
    expect(lines[0]).toContain('[redacted]');
  });

  test('as text has the message, the facts and the stack', () => {
    const { lines, log } = written('text');
    log.warn({ path: '/x', nested: { a: 1 }, err: new Error('boom') }, 'failed');
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} warn {2}failed path=\/x nested=\{"a":1\}\nError: boom\n {4}at /);
  });

  test('as text stays one line, and gives the terminal no orders, whatever others sent', () => {
    const { lines, log } = written('text');
    const forged = '/x\n10:00:00.000 info  all is well\r\u001b[2J\u009b1m\t';
    log.info({ path: forged, [forged]: 1, err: new Error(forged) }, forged);
    expect(lines[0]!.split('\n')[0]).toContain(
      '\\u000a10:00:00.000 info  all is well\\u000d\\u001b[2J\\u009b1m\\u0009',
    );
    for (const line of lines[0]!.split('\n')) expect(line).not.toMatch(/\p{Cc}/u);
  });

  test('as JSON is one line of JSON, whatever others sent', () => {
    const { lines, log } = written('json');
    log.info({ path: 'a\nb"\u2028' }, '}\n{"level":"error"}');
    expect(lines[0]!.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ path: 'a\nb"\u2028', msg: '}\n{"level":"error"}' });
  });

  test('keeps quiet below its level', () => {
    const { lines, log } = written('json', 'warn');
    log.info('x');
    expect(lines).toEqual([]);
  });
});
