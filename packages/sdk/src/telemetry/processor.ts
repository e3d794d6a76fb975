import type { Run } from './run.ts';
import type { AttributeValue } from './tracer.ts';

/** Fits OpenTelemetry's SpanProcessor. */
export type RunSpanProcessor = {
  onStart(span: { setAttribute(name: string, value: AttributeValue): unknown }): void;
  onEnd(): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
};

/** Puts release and prompt on every span that begins within a run, whichever framework makes it. */
export const spanProcessorFor = (runHere: () => Run | undefined): RunSpanProcessor => ({
  onStart(span) {
    for (const [name, value] of Object.entries(runHere()?.attributes ?? {})) span.setAttribute(name, value);
  },
  onEnd() {},
  forceFlush: async () => {},
  shutdown: async () => {},
});
