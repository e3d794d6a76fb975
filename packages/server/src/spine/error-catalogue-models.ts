/** Errors of model providers, of asking a model, and of the playground, as error-catalogue.ts has them. `said`: the provider's own words, their beginning. */
export const modelErrors = {
  'model.unreachable': {
    status: 502,
    title: 'The provider does not answer',
    detail: 'No connection to {host}: {reason}. Look at the base URL, and whether this server may go there.',
  },
  'model.address_refused': {
    status: 422,
    title: 'Address not allowed',
    detail:
      '{host} leads to a link-local or metadata address, which is never asked. Give the address of a model provider.',
  },
  'model.timed_out': {
    status: 504,
    title: 'The provider took too long',
    detail: 'No whole answer within {seconds} s. Ask for less, or another model.',
  },
  'model.cancelled': { status: 409, title: 'Cancelled', detail: 'Somebody ended it before the answer was there.' },
  'model.rate_limited': {
    status: 429,
    title: 'The provider wants a pause',
    detail:
      'Too many requests or tokens for this key. Wait, or ask the provider for a higher limit. It said: "{said}".',
  },
  'model.overloaded': {
    status: 503,
    title: 'The provider is overloaded',
    detail: 'It answers with {status}. Try again later. It said: "{said}".',
  },
  'model.key_refused': {
    status: 422,
    title: 'The provider refuses the key',
    detail: 'It answers with {status}. Put a valid key into the settings of this provider. It said: "{said}".',
  },
  'model.too_long': {
    status: 422,
    title: 'Too long for the model',
    detail: 'The messages and the answer do not fit into the model’s context. Shorten them. It said: "{said}".',
  },
  'model.filtered': {
    status: 422,
    title: 'Stopped by the provider’s filter',
    detail: 'The provider’s content filter refused the request. It said: "{said}".',
  },
  'model.refused': {
    status: 422,
    title: 'The provider refuses the request',
    detail: 'It answers with {status}. It said: "{said}".',
  },
  'model.failed': {
    status: 502,
    title: 'The provider failed',
    detail: 'It answers with {status}. It said: "{said}".',
  },
  'model.redirected': {
    status: 502,
    title: 'The provider sends elsewhere',
    detail:
      'It answers with {status}, and a key is never carried to another address. Give the final address as base URL.',
  },
  'model.malformed': {
    status: 502,
    title: 'The answer cannot be read',
    detail: '{reason}. Look whether the base URL and the dialect are those of the provider.',
  },
  'model.too_large': {
    status: 502,
    title: 'The answer is too large',
    detail: 'More than {limit} bytes came; the rest was not read. Ask for less.',
  },
  'prompts.playground_busy': {
    status: 429,
    title: 'Enough at once',
    detail: '{most} runs of yours are under way. Wait for one, or cancel it.',
  },
  'prompts.tool_results_unfit': {
    status: 422,
    title: 'Results and calls differ',
    detail: 'Give one result for each call that the model asked for in this cell; see "fields".',
  },
  'access.provider_key_needed': {
    status: 422,
    title: 'Give the key again',
    detail:
      'The base URL leads to another host, and the key that is kept here is never carried there. Give the key for {host}, or null.',
  },
  'access.confirm_mismatch': {
    status: 409,
    title: 'Not confirmed',
    detail: 'Type the name "{name}" to confirm. Nothing was changed.',
  },
} as const;
