import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { type Member, packTar, unpackTar } from './tar.ts';

const dir = mkdtempSync(join(tmpdir(), 'signalbox-tar-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function* of<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
/** The bytes again, in pieces of another size. */
const cut = (bytes: Buffer, size: number): AsyncGenerator<Uint8Array> =>
  of(Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size)));
async function read(chunks: AsyncIterable<Uint8Array>): Promise<[string, string | null][]> {
  const found: [string, string | null][] = [];
  for await (const { name, folder, body } of unpackTar(chunks))
    found.push([name, folder ? null : (await buffer(body)).toString('hex')]);
  return found;
}

test('what was packed comes out the same, however the bytes are cut', async () => {
  const file = fc.record({ name: fc.stringMatching(/^[a-z_.0-9]{1,40}$/), bytes: fc.uint8Array({ maxLength: 1500 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(file, { maxLength: 5 }), fc.integer({ min: 1, max: 2000 }), async (files, size) => {
      const members: Member[] = [{ name: 'state/empty', folder: true }, ...files];
      const packed = await buffer(packTar(of(members)));
      const wanted = files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('hex')]);
      expect(await read(cut(packed, size))).toEqual([['state/empty', null], ...wanted]);
    }),
    { numRuns: 60 },
  );
});

test('any tar opens it', async () => {
  const path = join(dir, 'source');
  writeFileSync(path, 'x'.repeat(70_000));
  const members: Member[] = [
    { name: 'state', folder: true },
    { name: 'state/big', path, size: 70_000 },
  ];
  const archive = join(dir, 'made.tar');
  writeFileSync(archive, await buffer(packTar(of(members))));
  const listed = spawnSync('tar', ['-tvf', archive], { encoding: 'utf8' });
  expect(listed.stderr).toBe('');
  expect(listed.stdout.replaceAll(/ +/g, ' ').split('\n')).toMatchObject([
    expect.stringMatching(/^drwx------ .* state\/$/),
    expect.stringMatching(/^-rw------- .* 70000 .* state\/big$/),
    '',
  ]);
});

test('a file that changed its size, a name too long, and an archive cut off or damaged are refused', async () => {
  const path = join(dir, 'grew');
  writeFileSync(path, 'four');
  await expect(buffer(packTar(of([{ name: 'a', path, size: 3 }])))).rejects.toThrow('4 bytes instead of 3');
  await expect(buffer(packTar(of([{ name: 'n'.repeat(101), folder: true as const }])))).rejects.toThrow('too long');
  const packed = await buffer(packTar(of([{ name: 'a', bytes: Buffer.alloc(600, 1) }])));
  await expect(read(cut(packed.subarray(0, 900), 512))).rejects.toThrow('ends too early');
  packed[3] = 77;
  await expect(read(cut(packed, 512))).rejects.toThrow('damaged');
});
