import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failureClass, failureClasses, type FailureFacts } from './failure-class.ts';
import { locusOf } from './locus.ts';
import { regresses, type Said, type SeenAgain, stateAt } from './standing.ts';

const of = (message: string, over: Partial<FailureFacts> = {}) =>
  failureClass({ kind: 'tool', errorType: '', message, refused: false, ...over });
const kind = fc.constantFrom('tool', 'retrieval', 'llm', 'embedding', 'agent', 'guardrail', 'other', '');

describe('class', () => {
  test('is one of those that are listed, whatever is said, and the same when said again', () => {
    fc.assert(
      fc.property(kind, fc.string(), fc.string({ unit: 'binary' }), fc.boolean(), (of, errorType, message, refused) => {
        const facts = { kind: of, errorType, message, refused };
        expect(failureClasses).toContain(failureClass(facts));
        expect(failureClass(facts)).toBe(failureClass({ ...facts }));
      }),
    );
  });

  test('does not depend on which order, row or amount a message names', () => {
    const number = fc.integer({ min: 0, max: 999 });
    const text = fc.constantFrom(
      (n: number) => `order ${n} was not found`,
      (n: number) => `${'row'} ${n} of table is broken`,
      (n: number) => `customer has ${n} open invoices`,
      (n: number) => `file part ${n}, nothing written`,
    );
    fc.assert(
      fc.property(number, text, (n, message) => {
        expect(of(message(n))).toBe('tool_error');
        expect(of(message(n), { kind: 'agent' })).toBe('other');
      }),
      { numRuns: 400 },
    );
    for (const n of [401, 403, 408, 413, 429, 499, 500, 504])
      expect([n, of(`order ${n} is gone`)]).toEqual([n, 'tool_error']);
  });

  test.each([
    ['429', 'rate_limited'],
    ['429 Too Many Requests', 'rate_limited'],
    ['Error code: 429 - {"error": {}}', 'rate_limited'],
    ['HTTP 429 from upstream', 'rate_limited'],
    ['HTTP/429', 'rate_limited'],
    ['status=429', 'rate_limited'],
    ['request failed (429)', 'rate_limited'],
    ['rate-limit hit', 'rate_limited'],
    ['ratelimited by proxy', 'rate_limited'],
    ['APIRateLimitExceeded', 'rate_limited'],
    ['no accurate limit is known', 'tool_error'],
    ['corporate limit of 3 seats', 'tool_error'],
    ['Error: 401 from upstream', 'auth'],
    ['status code: 403', 'auth'],
    ['status 504', 'timeout'],
    ['read timed out', 'timeout'],
    ['TIMED-OUT', 'timeout'],
    ['cancelled by user', 'cancelled'],
    ['canceled by user', 'cancelled'],
    ['the invoice was cancelled', 'cancelled'],
    ['a cancellation fee applies', 'tool_error'],
  ])('%s: %s', (message, expected) => expect(of(message)).toBe(expected));

  test('only the beginning of a message is looked at', () => {
    expect(of(`${'x '.repeat(400)}Request timed out`)).toBe('tool_error');
    expect(of(`${'x '.repeat(200)}Request timed out`)).toBe('timeout');
  });

  test('nothing said and not refused: by the kind of step alone', () => {
    const silent = (kind: string, refused = false) => of('', { kind, refused });
    expect(['tool', 'retrieval', 'llm', 'embedding', 'agent', ''].map((kind) => silent(kind))).toEqual([
      ...['tool_error', 'tool_error', 'provider_error', 'provider_error', 'other', 'other'],
    ]);
    expect(['tool', 'llm', 'agent', 'guardrail'].map((kind) => silent(kind, true))).toEqual(Array(4).fill('refusal'));
  });

  test('a tool that reads bad JSON, or an API of its own, has failed as a tool', () => {
    for (const message of ['Unexpected token } in JSON', '503 Service Unavailable', 'internal server error'])
      expect(of(message)).toBe('tool_error');
    expect(of('Unexpected token } in JSON', { kind: 'llm' })).toBe('bad_output');
    expect(of('503 Service Unavailable', { kind: 'agent' })).toBe('provider_error');
  });
});

describe('place', () => {
  test('is never longer than is kept, never half a character, and what PostgreSQL can hold', () => {
    fc.assert(
      fc.property(kind, fc.string({ unit: 'binary', maxLength: 300 }), (kind, name) => {
        const long = name.repeat(3);
        const found = locusOf({ kind, tool: long, model: long, name: long });
        expect(found.name.length).toBeLessThanOrEqual(200);
        expect(found.name.isWellFormed()).toBe(true);
        expect(found.name).not.toContain('\0');
      }),
    );
  });

  test('a model that a tool names is not its place, nor a tool that a model names', () => {
    const both = { tool: 'lookup', model: 'm-1', name: 'step' };
    expect(locusOf({ ...both, kind: 'embedding' })).toEqual({ kind: 'model', name: 'm-1' });
    expect(locusOf({ ...both, kind: 'retrieval' })).toEqual({ kind: 'tool', name: 'lookup' });
    for (const kind of ['agent', 'guardrail', 'other', ''])
      expect(locusOf({ ...both, kind })).toEqual({ kind: 'step', name: 'step' });
  });
});

describe('standing', () => {
  const time = fc.nat(100);
  const said = fc.record<Said>({
    state: fc.constantFrom('open', 'resolved', 'muted', 'regressed'),
    at: time,
    until: fc.option(time),
    release: fc.option(fc.constantFrom('1.0', '1.1')),
  });
  const seen = fc.record<SeenAgain>({
    at: time,
    release: fc.option(fc.constantFrom('1.0', '1.1')),
    firstRun: fc.option(time),
  });

  test('muting ends once, and is not begun again by time alone', () => {
    fc.assert(
      fc.property(said, time, time, (one, a, b) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)];
        if (stateAt(one, early) === 'open') expect(stateAt(one, late)).toBe('open');
        if (one.state !== 'muted') expect(stateAt(one, late)).toBe(one.state);
      }),
    );
  });

  test('what was seen later regresses no less', () => {
    fc.assert(
      fc.property(said, seen, fc.option(time), fc.nat(50), (one, again, first, later) => {
        if (regresses(one, again, first)) expect(regresses(one, { ...again, at: again.at + later }, first)).toBe(true);
      }),
    );
  });

  test('nothing that began before it was resolved, and nothing in the release that has it, brings it back', () => {
    fc.assert(
      fc.property(said, seen, fc.option(time), (one, again, first) => {
        if (!regresses(one, again, first)) return;
        expect(one.state).toBe('resolved');
        expect(again.at).toBeGreaterThan(one.at);
        if (one.release !== null) expect(again.release).not.toBe(one.release);
      }),
    );
  });

  test('resolved for no release, any later run brings it back', () => {
    fc.assert(
      fc.property(seen, fc.option(time), (again, first) => {
        const one: Said = { state: 'resolved', at: 50, until: null, release: null };
        expect(regresses(one, again, first)).toBe(again.at > 50);
      }),
    );
  });

  test('two releases that were first run in the same moment: the other one is not newer', () => {
    const one: Said = { state: 'resolved', at: 5, until: null, release: '1.0' };
    expect(regresses(one, { at: 9, release: '1.1', firstRun: 3 }, 3)).toBe(false);
  });
});
