import { countOf, has, known, object, present, strings, text } from './attribute.ts';
import { providerName } from './names.ts';
import { readPayload } from './payload.ts';
import type { Attributes, SpanIn } from '../otlp/types.ts';
import type { Dialect, Facts, SpanKind, Usage } from './types.ts';

const metadata = 'langsmith.metadata.';

/**
 * LangSmith's spans (its OTLP mode): GenAI names for the call, `langsmith.*` for the rest, every value as text. When
 * streaming, calls are lost and the usage of one lands on the root: only a call's own numbers are believed.
 */
export const langsmith: Dialect = {
  name: 'langsmith',
  claims: ({ attributes, scope }) =>
    attributes.has('langsmith.span.kind') || attributes.has('langsmith.trace.name') || scope.name === 'langsmith',
  read(span: SpanIn): Facts {
    const { attributes } = span;
    const kind = kindOf(span);
    const isCall = kind === 'llm' || kind === 'embedding';
    const facts = known({
      kind,
      agent: kind === 'agent' ? (text(attributes, `${metadata}lc_agent_name`) ?? span.name) : undefined,
      tool: kind === 'tool' ? span.name : undefined,
      // `gen_ai.system` is "langchain" here wherever the provider is not known.
      provider: isCall ? providerName(text(attributes, `${metadata}ls_provider`)) : undefined,
      requestModel: isCall ? text(attributes, `${metadata}ls_model_name`) : undefined,
      conversation: text(
        attributes,
        `${metadata}session_id`,
        `${metadata}thread_id`,
        `${metadata}conversation_id`,
        'langsmith.trace.session_id',
      ),
      user: text(attributes, `${metadata}user_id`),
      promptName: text(attributes, `${metadata}prompt_name`, `${metadata}lc_hub_repo`),
      promptVersion: text(attributes, `${metadata}prompt_version`, `${metadata}lc_hub_commit_hash`),
      tags: strings(attributes, 'langsmith.span.tags'),
      consumed: present(attributes, ['gen_ai.prompt', 'gen_ai.completion']),
    });
    if (isCall) facts.usage = usage(attributes);
    else {
      facts.usageScope = 'none';
      readPayload(facts, { input: attributes.get('gen_ai.prompt'), output: attributes.get('gen_ai.completion') });
    }
    return facts;
  },
};

function usage(attributes: Attributes): Usage {
  const all = object(attributes, 'langsmith.usage_metadata');
  const details = (name: string) => ({ ...object(attributes, `gen_ai.usage.${name}`), ...objectIn(all[name]) });
  const [input, output] = [details('input_token_details'), details('output_token_details')];
  return {
    input: countOf(all['input_tokens']),
    output: countOf(all['output_tokens']),
    cacheRead: countOf(input['cache_read']),
    cacheWrite: countOf(input['cache_creation']),
    reasoning: countOf(output['reasoning']),
  };
}

const objectIn = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

/** A traceable function says with `ls_agent_type` that it is the agent; on a root also where a call's attributes landed on it. */
function kindOf({ attributes, parentSpanId }: SpanIn): SpanKind | undefined {
  const kind = kinds[text(attributes, 'langsmith.span.kind')?.toLowerCase() ?? ''];
  const mayBe = kind === 'chain' || (kind === 'llm' && parentSpanId === '');
  return mayBe && has(attributes, `${metadata}ls_agent_type`) ? 'agent' : kind;
}

const kinds: { readonly [kind: string]: SpanKind | undefined } = Object.assign(Object.create(null) as object, {
  llm: 'llm',
  embedding: 'embedding',
  tool: 'tool',
  chain: 'chain',
  retriever: 'retrieval',
  prompt: 'chain',
  parser: 'chain',
} satisfies Record<string, SpanKind>);
