import { crc32 } from 'node:zlib';
import type { IngestRequest } from '../index.ts';

/** One accepted request as received: what is sent on. */
export type TeeRecord = Pick<IngestRequest, 'signal' | 'contentType' | 'encoding' | 'body'>;

/** Length of what follows, CRC-32 of it, how many of its bytes are the head. */
const prefixBytes = 12;

export function encodeRecord({ body, ...about }: TeeRecord): Buffer {
  const head = Buffer.from(JSON.stringify(about));
  const record = Buffer.concat([Buffer.alloc(prefixBytes), head, body]);
  record.writeUInt32LE(record.length - prefixBytes, 0);
  record.writeUInt32LE(crc32(record.subarray(prefixBytes)), 4);
  record.writeUInt32LE(head.length, 8);
  return record;
}

/** Those that are whole, up to the first that is not: a process that was killed leaves its last one cut. */
export function decodeRecords(file: Buffer): TeeRecord[] {
  const out: TeeRecord[] = [];
  for (let at = 0; at + prefixBytes <= file.length;) {
    const end = at + prefixBytes + file.readUInt32LE(at);
    const whole = file.subarray(at + prefixBytes, end);
    if (end > file.length || crc32(whole) !== file.readUInt32LE(at + 4)) break;
    const head = file.readUInt32LE(at + 8);
    const about = JSON.parse(whole.toString('utf8', 0, head)) as Omit<TeeRecord, 'body'>;
    out.push({ ...about, body: whole.subarray(head) });
    at = end;
  }
  return out;
}
