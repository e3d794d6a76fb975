/**
 * Words of messages. Bodies are JSON: a line end stands there as two characters, of which the second would be part of the next word.
 * The index is asked by this very expression (rooms/monitoring/views/read/text-match.ts).
 */
const words = String.raw`lowerUTF8(replaceRegexpAll(body, '\\\\[nrtbf]', ' '))`;

export const messageText = {
  version: 6,
  name: '0006-message-text',
  statements: [
    `ALTER TABLE content ADD INDEX IF NOT EXISTS ix_text ${words} TYPE text(tokenizer = splitByNonAlpha)`,
    'ALTER TABLE content MATERIALIZE INDEX ix_text',
  ],
};
