import { AppError } from '../../spine/errors.ts';
import { Malformed } from './dialect.ts';
import { Refusal } from './refusal.ts';

/** A long answer is some hundred kilobytes; streamed, each word comes in a frame of some hundred bytes. */
export const mostAnswerBytes = 16 << 20;
const mostErrorBytes = 16 << 10;
const mostLineLetters = 2 << 20;

/** All of it as text. Throws `model.too_large`. */
export async function wholeText(chunks: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of counted(chunks)) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

/** Its beginning, which is enough to tell what went wrong. */
export async function beginning(chunks: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes >= mostErrorBytes) break;
  }
  return Buffer.concat(parts).toString('utf8', 0, mostErrorBytes);
}

/** The `data` of server-sent events (HTML Living Standard §9.2.6), up to `[DONE]`. Leaving the loop ends the connection. */
export async function* eventData(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  let data: string[] = [];
  let letters = 0;
  for await (const chunk of counted(chunks)) {
    const text = rest + decoder.decode(chunk, { stream: true });
    // A line feed may still belong to a carriage return at the end.
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    const lines = whole.split(/\r\n|\n|\r/);
    rest = lines.pop()! + text.slice(whole.length);
    letters += whole.length;
    if (rest.length > mostLineLetters || (data.length > 0 && letters > mostLineLetters))
      throw new Malformed('A line of the stream has no end');
    for (const line of lines) {
      if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
      if (line !== '') continue;
      const told = data.join('\n');
      data = [];
      letters = 0;
      if (told === '[DONE]') return;
      if (told !== '') yield told;
    }
  }
  // Some servers leave out the last empty line.
  const last = [...data, ...(rest.startsWith('data:') ? [rest.slice(rest[5] === ' ' ? 6 : 5)] : [])].join('\n');
  if (last !== '' && last !== '[DONE]') yield last;
}

async function* counted(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > mostAnswerBytes)
      throw new Refusal(new AppError('model.too_large', { params: { limit: mostAnswerBytes } }), false);
    yield chunk;
  }
}
