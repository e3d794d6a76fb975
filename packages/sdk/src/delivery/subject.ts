/** Whom the agent works for. The first of user, conversation and tenant is what a draw holds on to. */
export type Subject = {
  user?: string;
  conversation?: string;
  tenant?: string;
  /** When the conversation began, where you know it; else when this process first heard of it. */
  since?: Date | string;
};

export const isNobody = ({ user, conversation, tenant }: Subject): boolean => !user && !conversation && !tenant;

export const keyOf = ({ user, conversation, tenant, since }: Subject): string =>
  JSON.stringify([user ?? '', conversation ?? '', tenant ?? '', since === undefined ? '' : String(since)]);

/** Query of a delivery. */
export function queryOf(environment: string, subject: Subject, more: Record<string, string> = {}): string {
  const said: [string, string | undefined][] = [
    ['environment', environment],
    ['user', subject.user],
    ['conversation', subject.conversation],
    ['tenant', subject.tenant],
    ['since', subject.since instanceof Date ? subject.since.toISOString() : subject.since],
    ...Object.entries(more),
  ];
  return said
    .flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join('&');
}

const most = 10_000;

/** When each conversation was first heard of; the longest silent are forgotten. */
export class Conversations {
  readonly #begun = new Map<string, string>();

  since(conversation: string): string {
    const known = this.#begun.get(conversation) ?? new Date().toISOString();
    this.#begun.delete(conversation);
    this.#begun.set(conversation, known);
    if (this.#begun.size > most) this.#begun.delete(this.#begun.keys().next().value!);
    return known;
  }
}
