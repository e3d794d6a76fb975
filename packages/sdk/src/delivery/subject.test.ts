import { describe, expect, test } from 'vitest';
import { Conversations, isNobody, keyOf, queryOf } from './subject.ts';

describe('the query of a delivery', () => {
  test('says what is known, escaped, and leaves out what is not', () => {
    expect(queryOf('production', {})).toBe('environment=production');
    expect(queryOf('a b', { user: 'ä&=', conversation: '', tenant: 't' }, { after: '7' })).toBe(
      'environment=a%20b&user=%C3%A4%26%3D&tenant=t&after=7',
    );
    const query = new URLSearchParams(queryOf('production', { user: 'x+y %' }));
    expect(query.get('user')).toBe('x+y %');
  });

  test('takes a time as a date or as text', () => {
    const since = new Date('2026-11-22T12:00:00.500Z');
    expect(queryOf('e', { conversation: 'c', since })).toBe(
      queryOf('e', { conversation: 'c', since: since.toISOString() }),
    );
  });
});

describe('who is meant', () => {
  test('is nobody where nothing is said, or nothing but a time', () => {
    expect([{}, { user: '' }, { since: new Date() }].map(isNobody)).toEqual([true, true, true]);
    expect([{ user: 'u' }, { conversation: 'c' }, { tenant: 't' }].map(isNobody)).toEqual([false, false, false]);
  });

  test('differs by each part', () => {
    const all = [
      { user: 'x' },
      { conversation: 'x' },
      { tenant: 'x' },
      { user: 'x', tenant: 'x' },
      { user: 'x', since: 'y' },
    ];
    expect(new Set(all.map(keyOf)).size).toBe(all.length);
    expect(keyOf({ tenant: 't', user: 'u' })).toBe(keyOf({ user: 'u', tenant: 't' }));
  });
});

describe('when a conversation began', () => {
  test('stays as it was first heard of', async () => {
    const known = new Conversations();
    const first = known.since('a');
    await new Promise((next) => setTimeout(next, 5));
    expect(known.since('a')).toBe(first);
    expect(known.since('b') > first).toBe(true);
    expect(Date.parse(first)).toBeGreaterThan(Date.now() - 60_000);
  });

  test('is forgotten of those that are silent longest, when there are very many', async () => {
    const known = new Conversations();
    const [silent, heard] = [known.since('silent'), known.since('heard')];
    await new Promise((next) => setTimeout(next, 5));
    for (let n = 0; n < 9_998; n++) known.since(`other-${n}`);
    known.since('heard');
    known.since('one more');
    expect(known.since('heard')).toBe(heard);
    expect(known.since('silent') > silent).toBe(true);
  });
});
