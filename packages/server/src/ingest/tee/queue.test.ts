import { appendFileSync, chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TeeQueue } from './queue.ts';
import { decodeRecords, encodeRecord, type TeeRecord } from './record.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-tee-'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

const record = (text: string): TeeRecord => ({
  ...{ signal: 'traces', contentType: 'protobuf', encoding: 'gzip' },
  body: Buffer.from(text),
});
const texts = (records: readonly TeeRecord[]): string[] => records.map(({ body }) => Buffer.from(body).toString());
const never = (): void => expect.unreachable('nothing was to fail');
const files = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.tee'));

describe('records', () => {
  test('come back as they went in; what is cut or changed, and all behind it, does not', () => {
    const whole = Buffer.concat(
      [record('one'), { ...record(''), signal: 'logs' as const }, record('three')].map(encodeRecord),
    );
    expect(texts(decodeRecords(whole))).toEqual(['one', '', 'three']);
    expect(decodeRecords(whole)[1]).toMatchObject({ signal: 'logs', contentType: 'protobuf', encoding: 'gzip' });
    for (let cut = 0; cut < whole.length; cut++) {
      const read = texts(decodeRecords(whole.subarray(0, cut)));
      expect(['one', '', 'three'].slice(0, read.length)).toEqual(read);
      expect(read.length).toBeLessThan(3);
    }
    whole[14]! ^= 1;
    expect(decodeRecords(whole)).toEqual([]);
  });
});

describe('the queue', () => {
  test('gives in order what was added, and forgets what is done', async () => {
    const queue = new TeeQueue(folder, 1 << 20);
    expect(await queue.take()).toBeNull();
    for (const text of ['a', 'b', 'c']) expect(queue.add(record(text), never)).toBe(true);
    const batch = (await queue.take())!;
    expect(texts(batch.records)).toEqual(['a', 'b', 'c']);
    queue.add(record('d'), never);
    await batch.done();
    expect(texts((await queue.take())!.records)).toEqual(['d']);
    expect(queue.bytes).toBe(encodeRecord(record('d')).length);
  });

  test('loses and doubles nothing while it is filled and emptied at once', async () => {
    const queue = new TeeQueue(folder, 64 << 20);
    const read: string[] = [];
    const filling = (async () => {
      for (let at = 0; at < 400; at++) {
        queue.add(record(String(at)), never);
        if (at % 7 === 0) await new Promise((next) => setImmediate(next));
      }
    })();
    while (read.length < 400) {
      const batch = await queue.take();
      if (batch === null) await queue.more(5);
      else {
        read.push(...texts(batch.records));
        await batch.done();
      }
    }
    await filling;
    expect(read).toEqual(Array.from({ length: 400 }, (_, at) => String(at)));
    expect([queue.bytes, files()]).toEqual([0, []]);
  });

  test('takes no more than its share', async () => {
    const queue = new TeeQueue(folder, 1_000);
    expect(queue.add(record('x'.repeat(800)), never)).toBe(true);
    expect(queue.add(record('y'.repeat(800)), never)).toBe(false);
    await (await queue.take())!.done();
    expect(queue.add(record('z'.repeat(800)), never)).toBe(true);
    await queue.close();
  });

  test('stands after a restart, also when the process was killed within a record', async () => {
    const first = new TeeQueue(folder, 1 << 20);
    first.add(record('kept'), never);
    await first.close();
    appendFileSync(join(folder, files()[0]!), encodeRecord(record('cut')).subarray(0, 20));
    const second = new TeeQueue(folder, 1 << 20);
    second.add(record('later'), never);
    const batch = (await second.take())!;
    expect(texts(batch.records)).toEqual(['kept']);
    await batch.done();
    expect(texts((await second.take())!.records)).toEqual(['later']);
  });

  test('goes on behind a file that somebody removed to make room', async () => {
    const first = new TeeQueue(folder, 1 << 20);
    first.add(record('removed'), never);
    await first.close();
    const queue = new TeeQueue(folder, 1 << 20);
    queue.add(record('behind it'), never);
    rmSync(join(folder, files()[0]!));
    const batch = (await queue.take())!;
    expect(batch.records).toEqual([]);
    await batch.done();
    expect(texts((await queue.take())!.records)).toEqual(['behind it']);
  });

  test('files of other names in its folder are not its own', async () => {
    for (const name of ['counts.json', '1.tee', '000000000001.tee.bak']) writeFileSync(join(folder, name), 'x');
    const queue = new TeeQueue(folder, 1 << 20);
    expect([await queue.take(), queue.bytes]).toEqual([null, 0]);
  });

  test('says what it could not write', async () => {
    const queue = new TeeQueue(folder, 1 << 20);
    // A folder stands where the next file would.
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    let lost = 0;
    expect(queue.add(record('a'), () => lost++)).toBe(true);
    await queue.close();
    expect([lost, queue.bytes]).toEqual([1, 0]);
    rmSync(folder);
    const again = new TeeQueue(folder, 1 << 20);
    expect(await again.take()).toBeNull();
  });
});
