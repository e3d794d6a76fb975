/** What an event is about. `observation`: the type that the event's own name gives it, null where its body tells. */
export type EventType =
  | { of: 'trace' | 'score' | 'nothing'; observation: null; create: boolean }
  | { of: 'observation'; observation: string | null; create: boolean };

const observations = [
  'span',
  'generation',
  'event',
  'agent',
  'tool',
  'chain',
  'retriever',
  'evaluator',
  'embedding',
  'guardrail',
];

/** All types that Langfuse's clients and its public API send. */
const types = new Map<string, EventType>([
  ['trace-create', { of: 'trace', observation: null, create: true }],
  ['score-create', { of: 'score', observation: null, create: true }],
  // A client's own log: nothing of the agent's.
  ['sdk-log', { of: 'nothing', observation: null, create: true }],
  ['observation-create', { of: 'observation', observation: null, create: true }],
  ['observation-update', { of: 'observation', observation: null, create: false }],
  ...observations.flatMap((name): [string, EventType][] => [
    [`${name}-create`, { of: 'observation', observation: name, create: true }],
    [`${name}-update`, { of: 'observation', observation: name, create: false }],
  ]),
]);

/** undefined for a type that nobody sends. */
export const eventType = (name: string): EventType | undefined => types.get(name);
