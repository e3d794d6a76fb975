import { asError } from '../errors.ts';
import { sdkVersion } from '../version.ts';
import type { AttributeValue, Tracer } from './tracer.ts';

/** What of OpenTelemetry's API is used, which registers itself under a symbol: found there, it need not be imported. */
type Span = {
  spanContext(): { traceId: string; spanId: string };
  setAttribute(name: string, value: AttributeValue): unknown;
  setStatus(status: { code: number; message?: string }): unknown;
  recordException(error: Error): void;
  end(): void;
};
type Provider = {
  getTracer(
    name: string,
    version: string,
  ): { startActiveSpan<T>(name: string, options: object, work: (span: Span) => T): T };
};

const registry = Symbol.for('opentelemetry.js.api.1');
const failed = 2;
const kinds = { internal: 0, client: 2 };

const providerHere = (): Provider | null =>
  (globalThis as { [registry]?: { trace?: Provider } })[registry]?.trace ?? null;

/** null = no OpenTelemetry is registered in this process. */
export function otelTracer(): Tracer | null {
  const provider = providerHere();
  if (provider === null) return null;
  const tracer = provider.getTracer('@signalbox/sdk', sdkVersion);
  return {
    within({ name, isCall, attributes }, _parent, work) {
      const options = { attributes, kind: isCall ? kinds.client : kinds.internal };
      return tracer.startActiveSpan(name, options, async (span) => {
        try {
          const set = (key: string, value: AttributeValue): void => void span.setAttribute(key, value);
          return await work({ ...span.spanContext(), set });
        } catch (error) {
          span.recordException(asError(error));
          span.setStatus({ code: failed, message: asError(error).message });
          throw error;
        } finally {
          span.end();
        }
      });
    },
  };
}
