import { text } from '../dialects/attribute.ts';
import type { Meaning } from '../dialects/registry.ts';
import type { SpanIn } from '../otlp/types.ts';
import type { Mark } from '../rows.ts';
import { label } from './attributes.ts';
import { environmentKeys, type Resource } from './resource.ts';

/** Names that people declare to us go before those that a convention happens to give. */

/**
 * `signalbox.agent` of the span, of its resource, then the convention's name. A resource holds for all its agents, for spans
 * that name one, and for a top span of any kind: by that a run without agent spans is named.
 */
export function agentOf({ attributes, parentSpanId }: SpanIn, meaning: Meaning, resource: Resource, met: Set<Mark>) {
  const own = label(text(attributes, 'signalbox.agent'), met);
  if (own !== '') return own;
  const named = meaning.kind === 'agent' || meaning.agent !== undefined || parentSpanId === '';
  return named && resource.agent !== '' ? resource.agent : label(meaning.agent, met);
}

/** `signalbox.environment`, OpenTelemetry's name for it, the convention's: of the span before its resource's. */
export function environmentOf({ attributes }: SpanIn, resource: Resource, meaning: Meaning, met: Set<Mark>): string {
  return (
    label(text(attributes, 'signalbox.environment'), met) ||
    resource.declaredEnvironment ||
    label(text(attributes, ...environmentKeys), met) ||
    resource.environment ||
    label(meaning.environment, met)
  );
}
