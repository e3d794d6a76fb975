import type { Mark } from '../rows.ts';
import { text } from '../dialects/attribute.ts';
import type { ResourceIn, ScopeIn } from '../otlp/types.ts';
import { label, storedAttributes } from './attributes.ts';

/** What all spans of a resource share. `attributes` is one map for all of them: the spool encodes it once. */
export type Resource = {
  readonly service: string;
  readonly serviceVersion: string;
  readonly environment: string;
  /** By `signalbox.environment`, which wins over what spans say by other names. */
  readonly declaredEnvironment: string;
  readonly release: string;
  readonly agent: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly marks: readonly Mark[];
};

const resources = new WeakMap<ResourceIn, Resource>();

/** Mapped once for each resource object of the reader. */
export function resourceOf(resource: ResourceIn): Resource {
  let known = resources.get(resource);
  if (known === undefined) {
    const met = new Set<Mark>();
    known = {
      service: label(text(resource.attributes, 'service.name'), met),
      serviceVersion: label(text(resource.attributes, 'service.version'), met),
      environment: label(text(resource.attributes, ...environmentKeys), met),
      declaredEnvironment: label(text(resource.attributes, 'signalbox.environment'), met),
      release: label(text(resource.attributes, 'signalbox.release'), met),
      agent: label(text(resource.attributes, 'signalbox.agent'), met),
      attributes: storedAttributes(resource.attributes, met),
      marks: [...met],
    };
    resources.set(resource, known);
  }
  return known;
}

export const environmentKeys = ['deployment.environment.name', 'deployment.environment'] as const;

const scopes = new WeakMap<ScopeIn, { name: string; marks: readonly Mark[] }>();

/** `name@version` of the instrumentation, `name` where it has no version. */
export function scopeOf(scope: ScopeIn, met: Set<Mark>): string {
  let known = scopes.get(scope);
  if (known === undefined) {
    const own = new Set<Mark>();
    known = { name: label(scope.version === '' ? scope.name : `${scope.name}@${scope.version}`, own), marks: [...own] };
    scopes.set(scope, known);
  }
  for (const mark of known.marks) met.add(mark);
  return known.name;
}
