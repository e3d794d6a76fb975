import type { Attributes, AttributeValue } from '../otlp/types.ts';

/**
 * Which attributes tell how an agent works and nothing of what was said. A list of what may stay, not of what must go: an
 * attribute that nobody thought of is content until it is known to be none.
 */
const names =
  /^(?:gen_ai\.(?:operation\.name|system|provider\.name|(?:request|response)\.(?:model|id|finish_reasons)|output\.type|token\.type|agent\.(?:id|name|version)|tool\.(?:name|type|call\.id)|conversation\.id)|openinference\.span\.kind|llm\.(?:system|provider|model_name)|tool\.name|graph\.node\.(?:id|name|parent_id)|ai\.(?:operationId|model\.(?:id|provider)|toolCall\.(?:name|id)|response\.(?:id|model|finishReason|timestamp)|telemetry\.functionId)|traceloop\.(?:span\.kind|entity\.name|workflow\.name)|langfuse\.(?:environment|release|version|observation\.(?:type|level|model\.name))|langsmith\.(?:span\.kind|trace\.(?:name|session_name))|mcp\.(?:method\.name|session\.id|protocol\.version)|(?:session|user|enduser)\.id|(?:error|exception)\.type|(?:server|client|network\.peer)\.(?:address|port)|network\.(?:protocol\.(?:name|version)|transport|type)|url\.scheme|http\.(?:request\.(?:method|resend_count)|response\.status_code|route|method|status_code)|rpc\.[a-z_.]+|db\.(?:system(?:\.name)?|namespace|operation(?:\.name)?|collection\.name)|messaging\.(?:system|operation\.(?:name|type)|destination\.name)|event\.name|code\.[a-z_.]+|thread\.[a-z_.]+|otel\.[a-z_.]+|telemetry\.[a-z_.]+|service\.[a-z_.]+|deployment\.[a-z_.]+|signalbox\.(?:agent|release|outcome|sent_time))$/;

/** Numbers and yes or no say how much and whether; a text only under a name of the list. */
export const isHarmless = (name: string, value: AttributeValue | undefined): boolean =>
  typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' || names.test(name);

export function harmlessOnly(attributes: Attributes): Attributes {
  const out = new Map<string, AttributeValue>();
  for (const [name, value] of attributes) if (isHarmless(name, value)) out.set(name, value);
  return out.size === attributes.size ? attributes : out;
}
