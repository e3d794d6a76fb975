import { masked } from './mask.ts';

/** What of a message is looked at: characters, words, and characters of a word. What lies beyond tells no two failures apart. */
const most = { text: 2_000, tokens: 48, token: 60 };

/** Stands for what differs between the messages of a template, and for what was cut off behind its last word. */
export const wildcard = '<*>';
const cutOff = '…';

/** The words of an error message, masked. Empty for an empty message. */
export function tokensOf(message: string): string[] {
  const words = masked(tellingPart(message).toWellFormed())
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => (word.length > most.token ? `${word.slice(0, most.token).toWellFormed()}${cutOff}` : word))
    // A message that says it is no template: its word would be like nothing, itself included.
    .map((word) => (word === wildcard ? '*' : word));
  return words.length > most.tokens ? [...words.slice(0, most.tokens), cutOff] : words;
}

/** The beginning; of a Python traceback its last line, which is the error itself. */
function tellingPart(message: string): string {
  const head = message.slice(0, most.text);
  if (!head.startsWith('Traceback (most recent call last)')) return head;
  const lines = message.slice(-most.text).split('\n');
  return lines.findLast((line) => /^\S/.test(line)) ?? head;
}
