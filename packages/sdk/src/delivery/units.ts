import { ask, refusal } from '../ask.ts';
import { asError } from '../errors.ts';
import type { Config } from '../options.ts';
import type { Held } from './held.ts';
import { etagOf } from './line.ts';
import type { Delivery, Said } from './release.ts';
import { keyOf, queryOf, type Subject } from './subject.ts';

type Entry = { said: Said; askedAt: number };
const most = 10_000;
const freshMs = 300_000;
const timeoutMs = 2_000;

/**
 * Who gets another answer than everybody: drawn for a candidate, or pinned. Asked for once each while the same deployment stands;
 * where the server does not say, what it said before, and else what everybody gets.
 */
export class Units {
  readonly #config: Config;
  readonly #held: Held;
  readonly #kept = new Map<string, Entry>();
  readonly #asking = new Map<string, Promise<Said>>();
  /** A place in the ledger was seen that the line has not told of yet. */
  readonly #behind: () => void;

  constructor(config: Config, held: Held, behind: () => void) {
    this.#config = config;
    this.#held = held;
    this.#behind = behind;
  }

  /** `isUp` false: the server is known to be away, and nobody waits for it. */
  async answer(base: Said, subject: Subject, isUp: boolean): Promise<Said> {
    const key = keyOf(subject);
    const entry = this.#kept.get(key);
    const stands = entry !== undefined && entry.said.delivery.deployment >= base.delivery.deployment;
    const known = stands ? entry.said : base;
    if (!isUp || (stands && Date.now() - entry.askedAt < freshMs)) return known;
    const under = this.#asking.get(key);
    if (under !== undefined) return under;
    const asking = this.#ask(known, subject)
      .then((said) => this.#keep(key, said))
      .catch((error: unknown) => {
        this.#config.onError(asError(error));
        return known;
      })
      .finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    return asking;
  }

  async #ask(known: Said, subject: Subject): Promise<Said> {
    const { agent, environment } = this.#config;
    const query = queryOf(environment, subject, { after: String(this.#held.seq) });
    const headers = { 'if-none-match': known.etag };
    const answer = await ask(this.#config, `/api/v1/delivery/${encodeURIComponent(agent)}?${query}`, {
      headers,
      timeoutMs,
    });
    if (answer.status === 304) return known;
    if (!answer.ok) throw refusal(answer);
    const delivery = JSON.parse(answer.text) as Delivery;
    if (delivery.seq < this.#held.seq) return known;
    this.#held.saw(delivery.seq);
    if (delivery.deployment > (this.#held.said?.delivery.deployment ?? 0)) this.#behind();
    return { delivery, etag: etagOf(delivery) };
  }

  #keep(key: string, said: Said): Said {
    this.#kept.delete(key);
    this.#kept.set(key, { said, askedAt: Date.now() });
    if (this.#kept.size > most) this.#kept.delete(this.#kept.keys().next().value!);
    return said;
  }
}
