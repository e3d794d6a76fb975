import { describe, expect, test } from 'vitest';
import { attributesOf, type Given, spanWith } from '../map/span.fixture.ts';
import type { EventIn, SpanIn } from '../otlp/types.ts';
import { general } from './general.ts';

const read = (given: Given, rest: Partial<SpanIn> = {}) => general.read(spanWith(given, rest));
const event = (name: string, given: Given): EventIn => ({ timeNs: 1n, name, attributes: attributesOf(given) });
const thrown = (type: string, message: string): EventIn =>
  event('exception', { 'exception.type': type, 'exception.message': message });

describe('what any span may say', () => {
  test('its session and its user, the newer name first', () => {
    expect(read({ 'session.id': 's1', 'enduser.id': 'u0', 'user.id': 'u1' })).toMatchObject({
      conversation: 's1',
      user: 'u1',
    });
    expect(read({ 'enduser.id': 'u0' }).user).toBe('u0');
    expect(read({ 'session.id': '', 'user.id': '' })).toEqual({ kind: 'other' });
  });

  test('the prompt it was made from; a version without a name says nothing', () => {
    const given = { 'signalbox.prompt': 'support/refund', 'signalbox.prompt.version': 3n };
    expect(read(given)).toMatchObject({ promptName: 'support/refund', promptVersion: '3' });
    expect(read({ 'signalbox.prompt': 'tone' })).toEqual({ kind: 'other', promptName: 'tone' });
    expect(read({ 'signalbox.prompt.version': '3' })).toEqual({ kind: 'other' });
  });

  test.each<[Given, string]>([
    [{ 'gen_ai.request.model': 'm' }, 'llm'],
    [{ 'gen_ai.response.model': 'm' }, 'llm'],
    [{ 'gen_ai.tool.name': 't', 'gen_ai.request.model': 'm' }, 'tool'],
    [{ 'gen_ai.request.model': '' }, 'other'],
    [{ 'http.request.method': 'GET' }, 'other'],
  ])('the kind of %j', (given, kind) => expect(read(given).kind).toBe(kind));
});

describe('errors', () => {
  test('a declared type makes a failure, whatever the status', () => {
    expect(read({ 'error.type': 'timeout' })).toMatchObject({ failed: true, errorType: 'timeout' });
  });

  test('an error status brings the last exception; an earlier one was handled or retried', () => {
    const events = [thrown('Retry', 'first'), event('note', { a: 1n }), thrown('Fatal', 'last')];
    expect(read({}, { statusCode: 2, events })).toMatchObject({ errorType: 'Fatal', errorMessage: 'last' });
  });

  test('an exception on a span that succeeded is told and makes no failure', () => {
    const facts = read({}, { statusCode: 1, events: [thrown('Handled', 'm')] });
    expect(facts).toMatchObject({ errorType: 'Handled' });
    expect(facts.failed).toBeUndefined();
  });

  test('what the span says goes before what its exception says', () => {
    const given = { 'error.type': 'rate_limited', 'error.message': 'slow down' };
    expect(read(given, { statusCode: 2, events: [thrown('HTTPError', '429')] })).toMatchObject({
      errorType: 'rate_limited',
      errorMessage: 'slow down',
    });
  });

  test.each<[string | bigint, string | undefined]>([
    ['503', '503'],
    [429n, '429'],
    ['200', undefined],
    ['399', undefined],
  ])('a failed span with HTTP status %s has the error type %s', (status, type) => {
    expect(read({ 'http.response.status_code': status }, { statusCode: 2 }).errorType).toBe(type);
  });

  test('an HTTP status of 404 alone is no error: the request may have asked whether it is there', () => {
    expect(read({ 'http.response.status_code': 404n })).toEqual({ kind: 'other' });
  });
});
