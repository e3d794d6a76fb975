import { createHash } from 'node:crypto';
import { spanIdOf, traceIdOf } from '../parts/ids.ts';
import type { Imported } from './imported.ts';
import { otlpBody, type RunSpan } from './otlp-body.ts';
import { scoreEvent, type RunScore } from './score-event.ts';

export type RunHead = {
  format: string;
  /** What makes this record this run: an id of the source and what was said, never its labels, so that better labels replace others. */
  identity: readonly unknown[];
  agent: string;
  environment: string;
  conversation: string;
  attributes?: Attributes;
};
export type Attributes = { readonly [name: string]: string | number | boolean | undefined };
export type StepMore = { error?: string; seconds?: number; parent?: string };
type Outcome = { outcome: 'completed' | 'failed'; reason: string };

/** Collects the steps of one run in their order, and what was said of them. Ids come from the identity alone. */
export class RunBuilder {
  readonly #head: RunHead;
  readonly #traceId: string;
  readonly #root: RunSpan;
  readonly #steps: RunSpan[] = [];
  readonly #scores: RunScore[] = [];
  #outcome: Outcome | null = null;

  constructor(head: RunHead) {
    this.#head = head;
    const digest = createHash('sha256').update(JSON.stringify(head.identity)).digest('hex');
    this.#traceId = traceIdOf(`signalbox import ${head.format} ${digest}`);
    const attributes = {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': head.agent,
      'gen_ai.conversation.id': head.conversation,
      'signalbox.import.format': head.format,
      ...head.attributes,
    };
    this.#root = { id: this.#id('top'), parent: '', name: `invoke_agent ${head.agent}`, attributes, more: {} };
  }

  /** What went into the run and what came of it; undefined = not told. */
  said(input: string | undefined, output: string | undefined): void {
    this.#root.attributes = {
      ...this.#root.attributes,
      ...saidAs('input', 'user', input),
      ...saidAs('output', 'assistant', output),
    };
  }

  /** Returns the id of its span. */
  step(name: string, attributes: Attributes, more: StepMore = {}): string {
    const id = this.#id(this.#steps.length);
    this.#steps.push({ id, parent: more.parent ?? this.#root.id, name, attributes, more });
    return id;
  }

  /** Of a step, or without its span of the run. */
  score(score: Omit<RunScore, 'id'> & { part?: string | number }): void {
    const { part = '', ...said } = score;
    // Of the run and its name: read again it is the same score, whatever it now says.
    this.#scores.push({ ...said, id: `import-${this.#traceId}-${said.name}${part === '' ? '' : `-${part}`}` });
  }

  ended(outcome: Outcome): void {
    this.#outcome = outcome;
  }

  done(): Imported {
    const [traceId, { environment, format }] = [this.#traceId, this.#head];
    const runId = `${traceId}-${this.#root.id}`;
    const spans = [this.#root, ...this.#steps];
    const scores = this.#scores;
    const outcome = this.#outcome;
    return {
      ...{ runs: 1, steps: spans.length, scores: scores.length, runId, synthetic: true },
      requests: (at, told = at) => {
        const ended = { id: `import-${traceId}`, runId, ...outcome, at: new Date(told).toISOString() };
        const batch = scores.map((score) => scoreEvent(score, { traceId, environment, at: told }));
        return [
          ...(batch.length > 0 ? [{ path: '/api/public/ingestion' as const, body: { batch } }] : []),
          ...(outcome === null ? [] : [{ path: '/api/v1/outcomes' as const, body: { outcomes: [ended] } }]),
          // Last: once the run is there, all that belongs to it is.
          { path: '/v1/traces', body: otlpBody({ traceId, spans, environment, service: format, at }) },
        ];
      },
    };
  }

  #id(part: string | number): string {
    return spanIdOf(`${this.#traceId} ${part}`);
  }
}

/** Attributes that hold one text as a message. */
export const saidAs = (direction: 'input' | 'output', role: string, content: string | undefined): Attributes =>
  content === undefined || content === ''
    ? {}
    : { [`gen_ai.${direction}.messages`]: JSON.stringify([{ role, parts: [{ type: 'text', content }] }]) };
