import { ask, isPassing } from '../ask.ts';
import { randomHex } from '../builtin.ts';
import { SignalboxError } from '../errors.ts';
import type { Config } from '../options.ts';
import { Outbox, type Verdict } from '../outbox.ts';

/** What a run came to. */
export type OutcomeValue = 'completed' | 'failed' | 'passed_to_person' | 'abandoned' | 'unknown';
export type Outcome = {
  /** The same again counts once; made where left out. */
  id?: string;
  traceId?: string;
  runId?: string;
  outcome: OutcomeValue;
  reason?: string;
  at?: Date;
};
export type Feedback = {
  id?: string;
  traceId?: string;
  runId?: string;
  conversationId?: string;
  /** `user_feedback` where left out. */
  name?: string;
  value: number | boolean | string;
  comment?: string;
  at?: Date;
};

type Kind = 'outcomes' | 'feedback';
type Item = Record<string, unknown>;
const sizes = { batch: 100, most: 5_000, everyMs: 500 };
const timeoutMs = 10_000;

/** Outcomes and feedback on their way: sent soon, again where that failed. */
export class Reports {
  readonly #outcomes: Outbox<Item>;
  readonly #feedback: Outbox<Item>;

  constructor(config: Config) {
    const { onError } = config;
    this.#outcomes = new Outbox({
      noun: 'outcomes',
      send: (items) => post(config, 'outcomes', items),
      ...sizes,
      onError,
    });
    this.#feedback = new Outbox({
      noun: 'pieces of feedback',
      send: (items) => post(config, 'feedback', items),
      ...sizes,
      onError,
    });
  }

  outcome(outcome: Outcome): void {
    this.#outcomes.add(dated(outcome));
  }

  feedback(feedback: Feedback): void {
    this.#feedback.add(dated(feedback));
  }

  async flush(ms: number): Promise<boolean> {
    const sent = await Promise.all([this.#outcomes.flush(ms), this.#feedback.flush(ms)]);
    return sent.every(Boolean);
  }
}

/** With an id, so that one that is sent twice counts once, and the time it was said. */
const dated = ({ at = new Date(), ...said }: Outcome | Feedback): Item => ({
  id: randomHex(16),
  ...said,
  at: at.toISOString(),
});

async function post(config: Config, kind: Kind, items: readonly Item[]): Promise<Verdict> {
  try {
    const answer = await ask(config, `/api/v1/${kind}`, { method: 'POST', body: { [kind]: items }, timeoutMs });
    if (!answer.ok) return isPassing(answer.status) ? 'again' : 'never';
    for (const { code, message } of refusedIn(answer.text).slice(0, 3))
      config.onError(new SignalboxError('dropped', `Signalbox refused one of the ${kind}: ${message} (${code})`));
    return 'sent';
  } catch {
    return 'again';
  }
}

/** What is taken and answered otherwise, by something on the way, was taken all the same. */
function refusedIn(text: string): { code: string; message: string }[] {
  try {
    return (JSON.parse(text) as { refused?: { code: string; message: string }[] }).refused ?? [];
  } catch {
    return [];
  }
}
