/** Names that every convention spells its own way, folded. */

const finish: { readonly [reason: string]: string | undefined } = Object.assign(Object.create(null) as object, {
  tool_calls: 'tool_call',
  tool_use: 'tool_call',
  function_call: 'tool_call',
  refusal: 'content_filter',
  safety: 'content_filter',
  prohibited_content: 'content_filter',
  blocklist: 'content_filter',
  end_turn: 'stop',
  stop_sequence: 'stop',
  completed: 'stop',
  max_tokens: 'length',
  max_output_tokens: 'length',
});

/** stop · length · tool_call · content_filter · error, or the client's own word in lower case. */
export function finishReason(reason: string | undefined): string | undefined {
  if (reason === undefined || reason === '') return undefined;
  const folded = reason.toLowerCase().replaceAll('-', '_');
  return finish[folded] ?? folded;
}

const cut = /^(openai|anthropic|google|mistral|cohere|groq|xai|deepseek|azure|amazon-bedrock|vertex)\./;
const providers: { readonly [name: string]: string | undefined } = Object.assign(Object.create(null) as object, {
  'az.ai.openai': 'azure.ai.openai',
  'az.ai.inference': 'azure.ai.inference',
  vertex_ai: 'gcp.vertex_ai',
  gemini: 'gcp.gemini',
  xai: 'x_ai',
});

/** The provider's name by the GenAI conventions: `openai.chat` of the AI SDK is `openai`, `azure.ai.openai` stays. */
export function providerName(name: string | undefined): string | undefined {
  if (name === undefined || name === '') return undefined;
  const folded = name.toLowerCase();
  if (folded.startsWith('azure.ai.') || folded.startsWith('gcp.') || folded.startsWith('aws.')) return folded;
  const short = cut.exec(folded)?.[1] ?? folded;
  return providers[folded] ?? providers[short] ?? short;
}
