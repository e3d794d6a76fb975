/** What an agent says of whom it works for. Empty texts count as not said. */
export type Subject = { user?: string | undefined; conversation?: string | undefined; tenant?: string | undefined };

const kinds = ['user', 'conversation', 'tenant'] as const;

/**
 * What is drawn once and stays: the user, else the conversation, else the tenant, as `<kind>:<id>`, since two of them may share an id.
 * null = nothing to hold on to: the stable release, and not in the experiment.
 */
export function unitOf(subject: Subject): string | null {
  const kind = kinds.find((one) => subject[one] !== undefined && subject[one] !== '');
  return kind === undefined ? null : `${kind}:${subject[kind]}`;
}
