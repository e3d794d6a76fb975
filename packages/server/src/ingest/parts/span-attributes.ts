import type { AttributeValue, Attributes } from '../otlp/types.ts';
import { isObject } from '../content/json.ts';
import type { Columns } from './merge.ts';
import { costDetails, usageDetails } from './usage.ts';

/**
 * The attributes that Langfuse's own OpenTelemetry SDK gives a span, from what its batches say. The dialect `langfuse` then
 * reads both alike. Structured values are JSON text there.
 */

type Set = (name: string, value: unknown) => void;

function collecting(): { attributes: Map<string, AttributeValue>; set: Set } {
  const attributes = new Map<string, AttributeValue>();
  const set: Set = (name, value) => {
    if (value === null || value === undefined || value === '') return;
    attributes.set(name, typeof value === 'object' ? JSON.stringify(value) : (value as AttributeValue));
  };
  return { attributes, set };
}

/** @param carriesTrace true on the one span that the trace's own input and output are shown at */
export function observationAttributes(own: Columns, trace: Columns, carriesTrace: boolean): Attributes {
  const { attributes, set } = collecting();
  set('langfuse.observation.type', typeOf(own));
  set('langfuse.observation.level', own.get('level'));
  set('langfuse.observation.status_message', own.get('statusMessage'));
  set('langfuse.observation.input', own.get('input'));
  set('langfuse.observation.output', own.get('output'));
  set('langfuse.observation.model.name', own.get('model'));
  set('langfuse.observation.model.parameters', own.get('modelParameters'));
  set('langfuse.observation.completion_start_time', own.get('completionStartTime'));
  set('langfuse.observation.usage_details', usageDetails(own));
  set('langfuse.observation.cost_details', costDetails(own));
  set('langfuse.observation.prompt.name', own.get('promptName'));
  set('langfuse.observation.prompt.version', own.get('promptVersion'));
  setMetadata(set, 'langfuse.observation.metadata', own.get('metadata'));
  setTrace(set, own, trace);
  if (carriesTrace) setPayload(set, trace);
  return attributes;
}

/** Of the span that stands for a trace without observations. */
export function traceAttributes(trace: Columns): Attributes {
  const { attributes, set } = collecting();
  set('langfuse.observation.type', 'span');
  setTrace(set, new Map(), trace);
  setPayload(set, trace);
  return attributes;
}

function setTrace(set: Set, own: Columns, trace: Columns): void {
  set('langfuse.environment', own.get('environment') ?? trace.get('environment'));
  set('langfuse.version', own.get('version') ?? trace.get('version'));
  set('langfuse.release', trace.get('release'));
  set('user.id', trace.get('userId'));
  set('session.id', trace.get('sessionId'));
  set('langfuse.trace.name', trace.get('name'));
  set('langfuse.trace.tags', trace.get('tags'));
  if (trace.get('public') === true) set('langfuse.trace.public', true);
  setMetadata(set, 'langfuse.trace.metadata', trace.get('metadata'));
}

function setPayload(set: Set, trace: Columns): void {
  set('langfuse.trace.input', trace.get('input'));
  set('langfuse.trace.output', trace.get('output'));
}

function setMetadata(set: Set, name: string, metadata: unknown): void {
  if (!isObject(metadata)) return set(name, metadata);
  for (const [key, value] of Object.entries(metadata)) set(`${name}.${key}`, value);
}

/** What the observation is: span, generation, event, agent … */
export const typeOf = (own: Columns): string => {
  const type = own.get('type');
  return typeof type === 'string' ? type.toLowerCase() : 'span';
};
