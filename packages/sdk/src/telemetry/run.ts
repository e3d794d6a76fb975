import type { Release } from '../delivery/release.ts';
import type { Subject } from '../delivery/subject.ts';
import { SignalboxError } from '../errors.ts';
import type { Config } from '../options.ts';
import { type Prompt, promptOf } from '../prompts/prompt.ts';
import type { Values } from '../prompts/variables.ts';
import type { Feedback, OutcomeValue, Reports } from '../reports/reports.ts';
import { attributesOf, onlyPrompt, promptAttributes, type PromptNamed, promptNamed } from './attributes.ts';
import { callAttributes, CallReport, type ModelCall } from './model-call.ts';
import type { Attributes, AttributeValue, Step, Tracer } from './tracer.ts';

export type RunDeps = { config: Config; tracer: Tracer; reports: Reports };

/** One task of the agent, from `run()` on: which release it runs, and what is told of it. */
export class Run {
  /** null = there was none to be had, and no fallback. */
  readonly release: Release | null;
  readonly traceId: string;
  readonly #deps: RunDeps;
  readonly #step: Step;
  readonly #whole: Attributes;
  #prompt: PromptNamed | null;

  constructor(deps: RunDeps, step: Step, { release, subject }: { release: Release | null; subject: Subject }) {
    this.#deps = deps;
    this.#step = step;
    this.release = release;
    this.traceId = step.traceId;
    this.#whole = attributesOf(deps.config, release, subject);
    this.#prompt = onlyPrompt(release);
  }

  /** For every span that begins in this run. */
  get attributes(): Attributes {
    return { ...this.#whole, ...(this.#prompt !== null && promptAttributes(this.#prompt)) };
  }

  /** Says something of the run itself. */
  set(name: string, value: AttributeValue): void {
    this.#step.set(name, value);
  }

  /** A prompt of the release; from here on the spans name it. Throws SignalboxError `no_prompt`, `variables_unfit`, `not_rendered`. */
  prompt(slotOrName: string, variables: Values = {}): Prompt {
    if (this.release === null) throw new SignalboxError('no_prompt', 'There is no release, so there is no prompt.');
    const prompt = promptOf(this.release, slotOrName, variables);
    this.#prompt = promptNamed(prompt);
    for (const [name, value] of Object.entries(promptAttributes(this.#prompt))) this.#step.set(name, value);
    return prompt;
  }

  span<T>(name: string, work: (step: Step) => T | Promise<T>, attributes: Attributes = {}): Promise<T> {
    return this.#within({ name, isCall: false, attributes }, async (step) => work(step));
  }

  tool<T>(name: string, work: (step: Step) => T | Promise<T>): Promise<T> {
    const attributes = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name };
    return this.span(`execute_tool ${name}`, work, attributes);
  }

  model<T>(call: ModelCall, work: (report: CallReport) => T | Promise<T>): Promise<T> {
    const name = `${call.operation ?? 'chat'} ${call.model}`;
    return this.#within({ name, isCall: true, attributes: callAttributes(call) }, async (step) =>
      work(new CallReport(step)),
    );
  }

  outcome(outcome: OutcomeValue, reason?: string): void {
    if (this.traceId === '') return;
    this.#deps.reports.outcome({ traceId: this.traceId, outcome, ...(reason !== undefined && { reason }) });
  }

  feedback(feedback: Omit<Feedback, 'traceId' | 'runId' | 'conversationId'>): void {
    if (this.traceId !== '') this.#deps.reports.feedback({ traceId: this.traceId, ...feedback });
  }

  #within<T>(
    { name, isCall, attributes }: { name: string; isCall: boolean; attributes: Attributes },
    work: (step: Step) => Promise<T>,
  ): Promise<T> {
    const all = { ...this.attributes, ...attributes };
    return this.#deps.tracer.within({ name, isCall, attributes: all }, this.#step, work);
  }
}
