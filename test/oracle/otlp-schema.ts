import { create, createFileRegistry, type DescMessage } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FieldDescriptorProtoSchema,
  FileDescriptorProtoSchema,
  DescriptorProtoSchema,
  OneofDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';

/**
 * OTLP 1.x as a table of field numbers, built into descriptors at run time: an oracle for the hand-written readers that shares no
 * code with them. `name=number type`; `*` = repeated, `|` = member of the one oneof `value`. Enums are int32: the same on the wire.
 */
const table: Record<string, string> = {
  AnyValue:
    'string_value=1 string| bool_value=2 bool| int_value=3 int64| double_value=4 double| array_value=5 ArrayValue| kvlist_value=6 KeyValueList| bytes_value=7 bytes|',
  ArrayValue: 'values=1 AnyValue*',
  KeyValueList: 'values=1 KeyValue*',
  KeyValue: 'key=1 string value=2 AnyValue',
  Resource: 'attributes=1 KeyValue* dropped_attributes_count=2 uint32',
  InstrumentationScope: 'name=1 string version=2 string attributes=3 KeyValue* dropped_attributes_count=4 uint32',
  ExportTraceServiceRequest: 'resource_spans=1 ResourceSpans*',
  ResourceSpans: 'resource=1 Resource scope_spans=2 ScopeSpans* schema_url=3 string',
  ScopeSpans: 'scope=1 InstrumentationScope spans=2 Span* schema_url=3 string',
  Span:
    'trace_id=1 bytes span_id=2 bytes trace_state=3 string parent_span_id=4 bytes name=5 string kind=6 int32 start_time_unix_nano=7 fixed64 ' +
    'end_time_unix_nano=8 fixed64 attributes=9 KeyValue* dropped_attributes_count=10 uint32 events=11 Event* dropped_events_count=12 uint32 ' +
    'links=13 Link* dropped_links_count=14 uint32 status=15 Status flags=16 fixed32',
  Event: 'time_unix_nano=1 fixed64 name=2 string attributes=3 KeyValue* dropped_attributes_count=4 uint32',
  Link: 'trace_id=1 bytes span_id=2 bytes trace_state=3 string attributes=4 KeyValue* dropped_attributes_count=5 uint32 flags=6 fixed32',
  Status: 'message=2 string code=3 int32',
  ExportLogsServiceRequest: 'resource_logs=1 ResourceLogs*',
  ResourceLogs: 'resource=1 Resource scope_logs=2 ScopeLogs* schema_url=3 string',
  ScopeLogs: 'scope=1 InstrumentationScope log_records=2 LogRecord* schema_url=3 string',
  LogRecord:
    'time_unix_nano=1 fixed64 severity_number=2 int32 severity_text=3 string body=5 AnyValue attributes=6 KeyValue* dropped_attributes_count=7 uint32 ' +
    'flags=8 fixed32 trace_id=9 bytes span_id=10 bytes observed_time_unix_nano=11 fixed64 event_name=12 string',
  ExportMetricsServiceRequest: 'resource_metrics=1 ResourceMetrics*',
  ResourceMetrics: 'resource=1 Resource scope_metrics=2 ScopeMetrics* schema_url=3 string',
  ScopeMetrics: 'scope=1 InstrumentationScope metrics=2 Metric* schema_url=3 string',
  Metric:
    'name=1 string description=2 string unit=3 string gauge=5 Data| sum=7 Data| histogram=9 Data| exponential_histogram=10 Data| summary=11 Data|',
  Data: 'data_points=1 DataPoint* aggregation_temporality=2 int32',
  DataPoint: 'start_time_unix_nano=2 fixed64 time_unix_nano=3 fixed64',
  ExportResponse: 'partial_success=1 PartialSuccess',
  PartialSuccess: 'rejected=1 int64 error_message=2 string',
  RpcStatus: 'code=1 int32 message=2 string',
};

const scalars: Record<string, Type> = {
  string: Type.STRING,
  bool: Type.BOOL,
  bytes: Type.BYTES,
  double: Type.DOUBLE,
  int32: Type.INT32,
  int64: Type.INT64,
  uint32: Type.UINT32,
  fixed32: Type.FIXED32,
  fixed64: Type.FIXED64,
};

function field(name: string, number: number, kind: string) {
  const type = kind.replace(/[*|]$/, '');
  const scalar = scalars[type];
  return create(FieldDescriptorProtoSchema, {
    name,
    number,
    jsonName: name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    label: kind.endsWith('*') ? Label.REPEATED : Label.OPTIONAL,
    ...(scalar === undefined ? { type: Type.MESSAGE, typeName: `.otlp.${type}` } : { type: scalar }),
    ...(kind.endsWith('|') ? { oneofIndex: 0 } : {}),
  });
}

function message(name: string, fields: string) {
  const parsed = [...fields.matchAll(/(\w+)=(\d+) (\w+[*|]?)/g)].map(([, key, number, kind]) =>
    field(key!, Number(number), kind!),
  );
  return create(DescriptorProtoSchema, {
    name,
    field: parsed,
    oneofDecl: fields.includes('|') ? [create(OneofDescriptorProtoSchema, { name: 'value' })] : [],
  });
}

const registry = createFileRegistry(
  create(FileDescriptorProtoSchema, {
    name: 'otlp.proto',
    package: 'otlp',
    syntax: 'proto3',
    messageType: Object.entries(table).map(([name, fields]) => message(name, fields)),
  }),
  () => undefined,
);

/** The descriptor of one message of the table. */
export function otlp(name: string): DescMessage {
  const found = registry.getMessage(`otlp.${name}`);
  if (found === undefined) throw new Error(`the oracle has no message ${name}`);
  return found;
}
