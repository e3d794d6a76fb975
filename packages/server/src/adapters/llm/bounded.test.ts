import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginning, eventData, mostAnswerBytes, wholeText } from './bounded.ts';

async function* cut(text: string, places: readonly number[]): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  for (const [index, end] of at.slice(1).entries()) yield bytes.subarray(at[index], end);
}
async function told(text: string, places: readonly number[] = []): Promise<string[]> {
  const found: string[] = [];
  for await (const data of eventData(cut(text, places))) found.push(data);
  return found;
}
async function* repeat(chunk: Buffer, times: number): AsyncGenerator<Buffer> {
  for (let n = 0; n < times; n++) yield chunk;
}

test('events are the same however the bytes are cut, with any line ends', async () => {
  const places = fc.array(fc.nat(5_000), { maxLength: 8 });
  const line = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter((one) => !/[\r\n]|^\[DONE\]$/.test(one));
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 6 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      places,
      async (lines, end, at) => {
        const text = lines.map((one) => `event: x${end}: note${end}data: ${one}${end}${end}`).join('');
        expect(await told(`${text}data: [DONE]${end}${end}data: after${end}${end}`, at)).toEqual(lines);
      },
    ),
  );
});

test('lines of one event belong together; a last one without its end counts', async () => {
  expect(await told('data: a\ndata:b\n\nid: 1\n\ndata: c')).toEqual(['a\nb', 'c']);
  expect(await told('data: a\n\ndata: [DONE]')).toEqual(['a']);
  expect(await told('')).toEqual([]);
});

test('a line or an event without end is no event', async () => {
  const drain = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const _ of eventData(chunks)) void _;
  };
  await expect(drain(repeat(Buffer.alloc(1 << 20, 'x'), 5))).rejects.toThrow('has no end');
  await expect(drain(repeat(Buffer.from(`data: ${'y'.repeat(1 << 20)}\n`), 5))).rejects.toThrow('has no end');
});

test('more than an answer may have is not read', async () => {
  const chunk = Buffer.alloc(1 << 20);
  const most = mostAnswerBytes >> 20;
  expect(await wholeText(repeat(chunk, most))).toHaveLength(mostAnswerBytes);
  await expect(wholeText(repeat(chunk, most + 1))).rejects.toThrow();
  expect(await beginning(repeat(chunk, 1_000_000))).toHaveLength(16 << 10);
});
