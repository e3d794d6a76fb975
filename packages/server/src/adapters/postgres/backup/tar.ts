import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';

/** One member of an archive: a folder, or a file as bytes or by its path (of exactly `size` bytes). */
export type Member = { name: string } & ({ folder: true } | { bytes: Uint8Array } | { path: string; size: number });

const block = 512;
const padding = (size: number): Buffer => Buffer.alloc((block - (size % block)) % block);

/** POSIX ustar, so that any `tar` opens it. Names up to 100 bytes, files up to 8 GiB. */
export async function* packTar(members: AsyncIterable<Member>): AsyncGenerator<Uint8Array> {
  for await (const member of members) {
    if ('folder' in member) yield header(`${member.name}/`, 0, '5');
    else if ('bytes' in member) {
      yield header(member.name, member.bytes.length, '0');
      yield member.bytes;
      yield padding(member.bytes.length);
    } else {
      yield header(member.name, member.size, '0');
      let sent = 0;
      if (member.size > 0)
        for await (const chunk of createReadStream(member.path) as AsyncIterable<Buffer>) {
          sent += chunk.length;
          yield chunk;
        }
      if (sent !== member.size) throw new Error(`${member.name} has ${sent} bytes instead of ${member.size}.`);
      yield padding(member.size);
    }
  }
  yield Buffer.alloc(2 * block);
}

function header(name: string, size: number, type: '0' | '5'): Buffer {
  const bytes = Buffer.alloc(block);
  if (Buffer.byteLength(name) > 100) throw new Error(`The name ${name} is too long for an archive.`);
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;
  bytes.write(name, 0);
  bytes.write(octal(type === '5' ? 0o700 : 0o600, 8), 100);
  bytes.write(octal(0, 8) + octal(0, 8) + octal(size, 12) + octal(0, 12), 108);
  // The checksum is taken with its own field full of spaces.
  bytes.write(`        ${type}`, 148);
  bytes.write('ustar\x0000', 257);
  bytes.write(`${octal(sumOf(bytes), 7)} `, 148);
  return bytes;
}

const sumOf = (bytes: Buffer): number => bytes.reduce((sum, byte) => sum + byte, 0);

/** A member as it is read; `body` must be read to its end before the next one. */
export type ReadMember = { name: string; folder: boolean; size: number; body: AsyncIterable<Uint8Array> };

/** Throws where the bytes are not such an archive, or end too early. */
export async function* unpackTar(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ReadMember> {
  const source = chunks[Symbol.asyncIterator]();
  let rest: Uint8Array = Buffer.alloc(0);

  async function* take(size: number): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0;) {
      if (rest.length === 0) {
        const next = await source.next();
        if (next.done === true) throw new Error('The archive ends too early.');
        rest = next.value;
      }
      const part = rest.subarray(0, left);
      rest = rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }
  const whole = (size: number): Promise<Buffer> => buffer(take(size));

  for (;;) {
    const head = await whole(block);
    // The end is two blocks of zeros; what follows them is read too, so that the checksum of the compression is looked at.
    if (head.every((byte) => byte === 0)) break;
    const { name, size, folder } = readHeader(head);
    yield { name, folder, size, body: take(size) };
    await whole(padding(size).length);
  }
  while ((await source.next()).done !== true);
}

function readHeader(head: Buffer): { name: string; size: number; folder: boolean } {
  const text = (from: number, length: number): string =>
    head
      .subarray(from, from + length)
      .toString('latin1')
      .split('\0')[0]!
      .trim();
  const sum = Number.parseInt(text(148, 8), 8);
  head.fill(' ', 148, 156);
  if (sum !== sumOf(head)) throw new Error('This is not an archive, or it is damaged.');
  const name = text(0, 100);
  return { name: name.replace(/\/$/, ''), size: Number.parseInt(text(124, 12), 8), folder: name.endsWith('/') };
}
