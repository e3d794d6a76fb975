import { z } from '@hono/zod-openapi';

/** OTLP/JSON as Signalbox writes it: the part of ExportTraceServiceRequest that a run needs (opentelemetry-proto 1.x). */

const AnyValue = z
  .object({
    stringValue: z.string().optional(),
    boolValue: z.boolean().optional(),
    intValue: z.string().optional(),
    doubleValue: z.number().optional(),
    arrayValue: z.object({ values: z.array(z.object({ stringValue: z.string() })) }).optional(),
  })
  .openapi('OtlpValue');
export type OtlpValue = z.infer<typeof AnyValue>;

const Attributes = z.array(z.object({ key: z.string(), value: AnyValue }));
export type OtlpAttributes = z.infer<typeof Attributes>;

const Span = z
  .object({
    traceId: z.string(),
    spanId: z.string(),
    parentSpanId: z.string(),
    traceState: z.string(),
    flags: z.number().int(),
    name: z.string(),
    kind: z.number().int(),
    startTimeUnixNano: z.string(),
    endTimeUnixNano: z.string().describe('"0" = no end is known.'),
    attributes: Attributes,
    events: z.array(z.object({ timeUnixNano: z.string(), name: z.string(), attributes: Attributes })),
    links: z.array(z.object({ traceId: z.string(), spanId: z.string(), attributes: Attributes })),
    status: z.object({ code: z.number().int(), message: z.string() }),
  })
  .openapi('OtlpSpan');
export type OtlpSpan = z.infer<typeof Span>;

export const RunOtlp = z
  .object({
    resourceSpans: z.array(
      z.object({
        resource: z.object({ attributes: Attributes }),
        scopeSpans: z.array(
          z.object({ scope: z.object({ name: z.string(), version: z.string() }), spans: z.array(Span) }),
        ),
      }),
    ),
  })
  .openapi('RunOtlp');
export type RunOtlp = z.infer<typeof RunOtlp>;
