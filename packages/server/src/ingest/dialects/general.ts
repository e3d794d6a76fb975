import type { EventIn, SpanIn } from '../otlp/types.ts';
import { has, text } from './attribute.ts';
import type { Dialect, Facts, SpanKind } from './types.ts';

/** What OpenTelemetry's general conventions say on any span (session, user, error), and our own of its prompt. Last resort for the kind. */
export const general: Dialect = {
  name: 'otel',
  claims: () => true,
  read(span: SpanIn): Facts {
    const { attributes } = span;
    const facts: Facts = { kind: kindOf(span) };
    const conversation = text(attributes, 'session.id');
    if (conversation !== undefined) facts.conversation = conversation;
    const user = text(attributes, 'user.id', 'enduser.id');
    if (user !== undefined) facts.user = user;
    const prompt = text(attributes, 'signalbox.prompt');
    if (prompt !== undefined) {
      facts.promptName = prompt;
      const version = text(attributes, 'signalbox.prompt.version');
      if (version !== undefined) facts.promptVersion = version;
    }
    readError(span, facts);
    return facts;
  },
};

function readError(span: SpanIn, facts: Facts): void {
  const { attributes } = span;
  const declared = text(attributes, 'error.type');
  if (declared !== undefined) facts.failed = true;
  if (declared === undefined && span.statusCode !== 2 && span.events.length === 0) return;
  const exception = lastException(span.events);
  const status = text(attributes, 'http.response.status_code');
  const failedStatus = status !== undefined && Number(status) >= 400 ? status : undefined;
  const type = declared ?? (exception && text(exception.attributes, 'exception.type')) ?? failedStatus;
  const message = text(attributes, 'error.message') ?? (exception && text(exception.attributes, 'exception.message'));
  if (type !== undefined) facts.errorType = type;
  if (message !== undefined) facts.errorMessage = message;
}

const lastException = (events: readonly EventIn[]): EventIn | undefined =>
  events.findLast((event) => event.name === 'exception' || event.name === 'gen_ai.client.operation.exception');

function kindOf({ attributes }: SpanIn): SpanKind {
  if (has(attributes, 'gen_ai.tool.name')) return 'tool';
  return has(attributes, 'gen_ai.request.model') || has(attributes, 'gen_ai.response.model') ? 'llm' : 'other';
}
