import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode, listed } from './listing.ts';
import { readObjects } from './objects.ts';

const wish = { fits: /\.md$/, most: 100, mostBytes: 1_000 };
const id = 'a'.repeat(40);
type Entry = { mode?: string; size?: string; name: string | Uint8Array };
const rows = (...entries: Entry[]): Uint8Array =>
  Buffer.concat(
    entries.flatMap(({ mode = '100644', size = '5', name }) => [
      Buffer.from(`${mode} blob ${id} ${size.padStart(7)}\t`),
      Buffer.from(name as string),
      Buffer.from([0]),
    ]),
  );

describe('a listing of git', () => {
  test('names files below the folder, by paths from there', () => {
    const read = listed(rows({ name: 'p/a.md' }, { name: 'p/x/b.md' }, { name: 'p/c.txt' }), 'p', wish);
    expect(read).toEqual({
      files: [
        { path: 'a.md', id },
        { path: 'x/b.md', id },
      ],
      refused: [],
    });
    expect(listed(rows({ name: 'a.md' }), '', wish).files).toEqual([{ path: 'a.md', id }]);
    expect(listed(new Uint8Array(), '', wish)).toEqual({ files: [], refused: [] });
  });

  test.each<[Entry, string]>([
    [{ mode: '120000', name: 'l.md' }, 'It is a symbolic link.'],
    [{ mode: '160000', size: '-', name: 'm.md' }, 'It is a submodule.'],
    [{ mode: '100664', name: 'o.md' }, 'It is no plain file.'],
    [{ size: '1001', name: 'h.md' }, 'It is larger than 1000 bytes.'],
    [{ name: 'a\tb.md' }, 'Its name holds control characters.'],
    [{ name: new Uint8Array([0xff, 0x2e, 0x6d, 0x64]) }, 'Its name is no UTF-8.'],
  ])('tells %j with why it is not read', (entry, reason) => {
    const { files, refused } = listed(rows(entry, { name: 'good.md' }), '', wish);
    expect(files.map((one) => one.path)).toEqual(['good.md']);
    expect(refused.map((one) => one.reason)).toEqual([reason]);
  });

  test('with too many files is refused whole; of those that are refused 100 are told', () => {
    const many = (n: number, mode = '100644') =>
      rows(...Array.from({ length: n }, (_, at) => ({ mode, name: `${at}.md` })));
    expect(listed(many(100), '', wish).files).toHaveLength(100);
    expect(() => listed(many(101), '', wish)).toThrow('there are more than 100 files to read below ""');
    expect(listed(many(300, '120000'), '', wish).refused).toHaveLength(100);
  });

  test('of any bytes ends, and never names a path twice or out of the folder', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const { files } = listed(bytes, '', wish);
        for (const { path } of files) expect(path).toMatch(/\.md$/);
      }),
    );
  });
});

describe('objects', () => {
  const batch = (...objects: [id: string, bytes: Uint8Array][]) =>
    Buffer.concat(
      objects.flatMap(([name, bytes]) => [Buffer.from(`${name} blob ${bytes.length}\n`), bytes, Buffer.from('\n')]),
    );

  test('come by their ids, whatever bytes they hold; what is missing is left out', async () => {
    const cases = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(cases, async (contents) => {
        const objects = contents.map((bytes, n): [string, Uint8Array] => [`id${n}`, bytes]);
        const answer = Buffer.concat([batch(...objects), Buffer.from('gone missing\n')]);
        const read = await readObjects(async () => answer, [...objects.map(([name]) => name), 'gone']);
        expect([...read]).toEqual(objects.map(([name, bytes]) => [name, decode(bytes)]));
      }),
    );
  });

  test('are asked for in parts; none are not asked for', async () => {
    const asked: number[] = [];
    const ids = Array.from({ length: 450 }, (_, n) => `id${n}`);
    const git = async ({ input }: { input?: string | Uint8Array }): Promise<Buffer> => {
      const some = String(input).trim().split('\n');
      asked.push(some.length);
      return batch(...some.map((name): [string, Uint8Array] => [name, Buffer.from(name)]));
    };
    expect((await readObjects(git, ids)).get('id449')).toBe('id449');
    expect(asked).toEqual([200, 200, 50]);
    expect((await readObjects(git, [])).size).toBe(0);
    expect(asked).toHaveLength(3);
  });
});

test('bytes are text or null; a mark at the beginning stays', () => {
  expect(decode(new Uint8Array([0xff]))).toBeNull();
  expect(decode(Buffer.from('\ufeffä'))).toBe('\ufeffä');
});
