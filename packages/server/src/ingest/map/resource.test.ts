import { describe, expect, it } from 'vitest';
import type { Mark } from '../rows.ts';
import { resourceOf, scopeOf } from './resource.ts';
import { attributesOf, type Given } from './span.fixture.ts';

const resource = (given: Given) => resourceOf({ attributes: attributesOf(given) });
const scope = (name: string, version: string) => ({ name, version, attributes: new Map() });

describe('a resource', () => {
  it('says where and what its spans are; what it does not say is empty', () => {
    expect(resource({})).toEqual({
      service: '',
      serviceVersion: '',
      environment: '',
      declaredEnvironment: '',
      release: '',
      agent: '',
      attributes: new Map(),
      marks: [],
    });
  });

  it.each<[Given, string]>([
    [{ 'deployment.environment': 'old', 'deployment.environment.name': 'new' }, 'new'],
    [{ 'deployment.environment': 'old' }, 'old'],
    [{ 'deployment.environment.name': '', 'deployment.environment': 'old' }, 'old'],
  ])('the environment of %j', (given, environment) => expect(resource(given).environment).toBe(environment));

  it('a declared environment stands apart: a span may not overrule it', () => {
    const { environment, declaredEnvironment } = resource({
      'signalbox.environment': 'prod',
      'deployment.environment.name': 'staging',
    });
    expect([environment, declaredEnvironment]).toEqual(['staging', 'prod']);
  });

  it('is mapped once for all its spans, and another with the same attributes is another', () => {
    const one = { attributes: attributesOf({ 'service.name': 'shop' }) };
    expect(resourceOf(one)).toBe(resourceOf(one));
    expect(resourceOf({ ...one })).not.toBe(resourceOf(one));
    expect(resourceOf({ ...one })).toEqual(resourceOf(one));
  });

  it('tells nothing of the machine it ran on, and is not marked for it: every SDK sends that', () => {
    const { attributes, marks } = resource({
      'host.name': 'payroll-7',
      'process.command_line': 'node app.js --token hush',
      'process.owner': 'maria',
      'service.name': 'shop',
    });
    expect(JSON.stringify([...attributes])).not.toMatch(/payroll|hush|maria/);
    expect(marks).toEqual([]);
  });

  it('marks what it lost, so that each of its spans does', () => {
    expect(resource({ 'service.name': 'x'.repeat(500) })).toMatchObject({ marks: ['truncated'] });
    expect(resource({ 'service.name': 'x'.repeat(500) }).service).toHaveLength(400);
  });
});

describe('a scope', () => {
  it.each([
    ['ai', '6.0.1', 'ai@6.0.1'],
    ['ai', '', 'ai'],
    ['', '', ''],
    ['@scope/name', '1', '@scope/name@1'],
  ])('%j of version %j is %j', (name, version, wanted) =>
    expect(scopeOf(scope(name, version), new Set())).toBe(wanted),
  );

  it('marks each span it was cut for, not only the first', () => {
    const long = scope('x'.repeat(500), '1');
    for (let span = 0; span < 2; span++) {
      const met = new Set<Mark>();
      expect(scopeOf(long, met)).toHaveLength(400);
      expect([...met]).toEqual(['truncated']);
    }
  });
});
