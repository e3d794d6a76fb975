/** The SDK for TypeScript and JavaScript. It imports nothing: not Node, not OpenTelemetry, which it uses where they are. */
export { type RunOptions, type Signalbox, signalbox } from './client.ts';
export type { DeliveredPrompt, Fallback, Message, PromptBody, Release } from './delivery/release.ts';
export type { Subject } from './delivery/subject.ts';
export { type SignalboxCode, SignalboxError } from './errors.ts';
export type { SignalboxOptions } from './options.ts';
export type { Prompt } from './prompts/prompt.ts';
export type { Values } from './prompts/variables.ts';
export type { Feedback, Outcome, OutcomeValue } from './reports/reports.ts';
export type { CallReport, ModelCall, Usage } from './telemetry/model-call.ts';
export type { Run } from './telemetry/run.ts';
export type { RunSpanProcessor } from './telemetry/processor.ts';
export type { Attributes, AttributeValue, Step } from './telemetry/tracer.ts';
