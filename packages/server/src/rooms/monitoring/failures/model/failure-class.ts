/** What kind of failure it is, by what the failing span says of itself. In the order in which they are listed to people. */
export const failureClasses = [
  'timeout',
  'rate_limited',
  'auth',
  'context_length',
  'provider_error',
  'bad_output',
  'tool_error',
  'refusal',
  'cancelled',
  'failed_outcome',
  'other',
] as const;
export type FailureClass = (typeof failureClasses)[number];

/** `refused`: it ended in a refusal that is visible in the data. Texts '' where nothing was told. */
export type FailureFacts = { kind: string; errorType: string; message: string; refused: boolean };

type Rule = readonly [of: FailureClass, type: RegExp, message: RegExp];

/**
 * First hit wins, by all types before any message: a type is a client's own word, a message may quote anything. Types come as
 * class names, as codes and as HTTP statuses.
 */
const rules: readonly Rule[] = [
  [
    'cancelled',
    /cancel|abort|keyboardinterrupt|^499$/i,
    /\b(?:cancell?ed|aborted) by|\b(?:was|operation|request) (?:cancell?ed|aborted)|\bAbortError\b|\bCancelledError\b/i,
  ],
  [
    'context_length',
    /context_?(?:length|window)|string_above_max_length|^413$/i,
    /context[ _](?:length|window)|maximum context|prompt is too long|input is too long|exceeds? (?:the )?(?:maximum |model'?s? )?(?:number of )?(?:input )?token/i,
  ],
  [
    'refusal',
    /content_?(?:filter|policy)|refusal|guardrail|tripwire|safety/i,
    /content (?:filter|management policy|policy)|guardrail|tripwire/i,
  ],
  [
    'rate_limited',
    /rate_?limit|too_?many_?requests|throttl|quota|^429$/i,
    /(?:^\s*|(?:error|status|code|http|got|returned|response)\W{1,4}(?:code\W{1,3})?|\()429\b|\brate.?limit|rate_?limit|too many requests|quota (?:was )?exceeded|exceeded your current quota|throttl/i,
  ],
  [
    'auth',
    /auth|permission|forbidden|credential|invalid_api_key|^40[13]$/i,
    /^\s*(?:error:? )?40[13]\b|status(?: code)?[ :=]+40[13]\b|\bunauthori[sz]ed\b|\bforbidden\b|(?:invalid|incorrect) api key|permission denied|access denied|authentication (?:failed|required|error)/i,
  ],
  [
    'timeout',
    /time_?d?_?out|deadline|^(?:408|504)$/i,
    /time(?:d)?[ -]?out|\bdeadline exceeded\b|status(?: code)?[ :=]+(?:408|504)\b/i,
  ],
];

/** A tool that cannot parse what it read has failed as a tool; a model or an agent that cannot has had a bad output. */
const badOutput: Rule = [
  'bad_output',
  /json|pars(?:e|ing|er)|validation|schema|zod|noobjectgenerated|invalid_?tool|nosuchtool/i,
  /(?:unexpected (?:token|end|character)|invalid|malformed|not valid|could not parse|failed to parse|parse).{0,40}(?:json|schema|output|response)|(?:does|did) not match .{0,40}schema|validation error/i,
];
const provider: Rule = [
  'provider_error',
  /^5\d\d$|internal_?server|api_?(?:connection_?)?error|overloaded|service_?unavailable|bad_?gateway/i,
  /^\s*(?:error:? )?5\d\d\b|the server had an error|overloaded|internal server error|service unavailable|bad gateway/i,
];

/** Characters of a message that are looked at: what failed is told first. */
const head = 600;

export function failureClass({ kind, errorType, message, refused }: FailureFacts): FailureClass {
  const isTool = kind === 'tool' || kind === 'retrieval';
  const all = isTool ? rules : [...rules, badOutput, provider];
  const text = message.slice(0, head);
  const byType = errorType === '' ? undefined : all.find(([, type]) => type.test(errorType));
  const found = byType ?? (text === '' ? undefined : all.find(([, , said]) => said.test(text)));
  if (found !== undefined) return found[0];
  if (refused || kind === 'guardrail') return 'refusal';
  if (isTool) return 'tool_error';
  return kind === 'llm' || kind === 'embedding' ? 'provider_error' : 'other';
}
