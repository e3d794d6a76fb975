import { carrier } from './builtin.ts';
import { Current } from './delivery/current.ts';
import type { Release } from './delivery/release.ts';
import type { Subject } from './delivery/subject.ts';
import { asError, SignalboxError } from './errors.ts';
import { Heartbeat } from './instance/heartbeat.ts';
import { type Config, configOf, type SignalboxOptions } from './options.ts';
import { type Prompt, promptOf } from './prompts/prompt.ts';
import type { Values } from './prompts/variables.ts';
import { type Feedback, type Outcome, Reports } from './reports/reports.ts';
import { attributesOf, onlyPrompt, promptAttributes } from './telemetry/attributes.ts';
import { otelTracer } from './telemetry/otel.ts';
import { OwnTracer } from './telemetry/own.ts';
import { type RunSpanProcessor, spanProcessorFor } from './telemetry/processor.ts';
import { Run } from './telemetry/run.ts';
import { silent, type Attributes, type Tracer } from './telemetry/tracer.ts';

export type RunOptions = Subject & {
  /** Of the run's span; `invoke_agent <agent>` where left out. */
  name?: string;
  attributes?: Attributes;
};

const flushMs = 5_000;

/** Begins to ask the server at once; `close()` ends it. Throws SignalboxError `misconfigured`. */
export const signalbox = (options: SignalboxOptions = {}): Signalbox => new Signalbox(configOf(options));

/** One agent's way to Signalbox. Make one for the whole process. */
export class Signalbox {
  readonly #config: Config;
  readonly #current: Current;
  readonly #reports: Reports;
  readonly #own: OwnTracer;
  readonly #heartbeat: Heartbeat | null;
  readonly #runs = carrier<Run>();
  #authority: string | null = null;
  #isClosed = false;

  constructor(config: Config) {
    this.#config = config;
    this.#reports = new Reports(config);
    this.#own = new OwnTracer(config);
    this.#current = new Current(config, () => this.#heartbeat?.changed());
    this.#heartbeat = config.heartbeat ? this.#beat() : null;
  }

  get instance(): string {
    return this.#config.instance;
  }

  /** What the server last said that the agent may do: `full` …; null = it has not said yet. */
  get authority(): string | null {
    return this.#authority;
  }

  /** For OpenTelemetry's OTLP exporters over HTTP: `new OTLPTraceExporter(client.otlp)`. */
  get otlp(): { url: string; headers: Record<string, string> } {
    return { url: `${this.#config.url}/v1/traces`, headers: { 'x-signalbox-key': this.#config.key } };
  }

  /** Which release to run. Throws SignalboxError `not_deployed`, `refused`, `unavailable`, `closed`. */
  async release(subject: Subject = {}): Promise<Release> {
    if (this.#isClosed) throw new SignalboxError('closed', 'This client was closed.');
    return this.#current.release(subject);
  }

  /** A prompt of the release by slot or name; within a run, of the run's. Throws as `release`, and `no_prompt`, `variables_unfit`, `not_rendered`. */
  async prompt(slotOrName: string, variables: Values = {}, subject?: Subject): Promise<Prompt> {
    const run = subject === undefined ? this.#runs?.getStore() : undefined;
    if (run !== undefined && run.release !== null) return run.prompt(slotOrName, variables);
    return promptOf(await this.release(subject), slotOrName, variables);
  }

  /**
   * Runs `work` as one run of the agent: its release is fixed for as long as it lasts, and every span in it names release and prompt.
   * Throws what `work` throws, and nothing else.
   */
  async run<T>({ name, attributes = {}, ...subject }: RunOptions, work: (run: Run) => T | Promise<T>): Promise<T> {
    const release = await this.release(subject).catch((error: unknown) => {
      this.#config.onError(asError(error));
      return null;
    });
    const { agent } = this.#config;
    const prompt = onlyPrompt(release);
    const whole = {
      ...{ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': agent },
      ...attributesOf(this.#config, release, subject),
      ...(prompt !== null && promptAttributes(prompt)),
      ...attributes,
    };
    const tracer = this.#tracer();
    return tracer.within(
      { name: name ?? `invoke_agent ${agent}`, isCall: false, attributes: whole },
      null,
      async (step) => {
        const deps = { config: this.#config, tracer, reports: this.#reports };
        const run = new Run(deps, step, { release, subject });
        return this.#runs === null ? work(run) : this.#runs.run(run, async () => work(run));
      },
    );
  }

  /** Tells what a run came to, later and in the background. */
  outcome(outcome: Outcome): void {
    this.#reports.outcome(outcome);
  }

  /** Passes on what somebody thought of a run or a conversation, later and in the background. */
  feedback(feedback: Feedback): void {
    this.#reports.feedback(feedback);
  }

  /** For OpenTelemetry: `new NodeTracerProvider({ spanProcessors: [client.spanProcessor(), …] })`, before those that export. */
  spanProcessor(): RunSpanProcessor {
    return spanProcessorFor(() => this.#runs?.getStore());
  }

  /** Sends what waits; false = some of it could not be sent within `ms`. */
  async flush(ms = flushMs): Promise<boolean> {
    const sent = await Promise.all([this.#own.flush(ms), this.#reports.flush(ms)]);
    return sent.every(Boolean);
  }

  /** Sends what waits, says that the instance stops, and lets the process end. */
  async close(ms = flushMs): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await Promise.all([this.flush(ms), this.#heartbeat?.stop()]);
    await this.#current.close();
  }

  #tracer(): Tracer {
    const { telemetry } = this.#config;
    if (telemetry === 'off') return silent;
    const otel = telemetry === 'own' ? null : otelTracer();
    return otel ?? (telemetry === 'otel' ? silent : this.#own);
  }

  #beat(): Heartbeat {
    return new Heartbeat({
      config: this.#config,
      running: () => this.#current.now ?? { digest: null, seq: 0 },
      heard: ({ seq, authority, release }) => {
        this.#authority = authority;
        this.#current.hint(seq, release?.digest ?? null);
      },
    });
  }
}
