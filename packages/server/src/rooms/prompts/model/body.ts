import type { Content, Message, PromptKind } from '../contract.ts';

/** One template of a body: the whole of a text prompt, or the content of a message. `path` as issues name it. */
export type BodyText = { path: string; text: string };

export function textsOf(body: Content['body']): BodyText[] {
  if (typeof body === 'string') return [{ path: 'body', text: body }];
  return body.flatMap((one, at) => ('content' in one ? [{ path: `body.${at}`, text: one.content }] : []));
}

/** Names that stand for whole messages which the caller gives. */
export const placeholdersOf = (body: Content['body']): string[] =>
  typeof body === 'string' ? [] : body.flatMap((one) => ('placeholder' in one ? [one.placeholder] : []));

export const kindOf = (body: Content['body']): PromptKind => (typeof body === 'string' ? 'text' : 'chat');

export const roleOf = (message: Message): string =>
  'role' in message ? message.role : `placeholder ${message.placeholder}`;

/** All words of it, for counting. */
export const wholeText = (body: Content['body']): string =>
  textsOf(body)
    .map((one) => one.text)
    .join('\n');
