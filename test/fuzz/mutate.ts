import { bytesField, messageHead, textField } from '../../packages/server/src/ingest/otlp/proto/write.ts';
import type { Random } from '../bench/random.ts';
import type { Seed } from './corpus.ts';

type Mutation = (seed: Seed, random: Random, other: Seed) => Buffer;

const at = (bytes: Uint8Array, random: Random): number => random.between(0, Math.max(0, bytes.length - 1));
const insert = (bytes: Buffer, place: number, piece: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, place), piece, bytes.subarray(place)]);

/** Values that readers tend to get wrong: ends of ranges, lengths, endless varints, brackets and quotes. */
const nasty: readonly Buffer[] = [
  ...[
    'ff',
    '80',
    '00',
    '7f',
    'ffffffff0f',
    'ffffffffffffffffff01',
    '8080808080808080808001',
    '0b',
    '0c',
    'ffffffff07',
    'c0af',
    'edb080',
    'efbbbf',
  ],
].map((hex) => Buffer.from(hex, 'hex'));
const words = [
  '[',
  '{',
  '"',
  '\\',
  '\\u',
  ']',
  '}',
  ',',
  ':',
  'null',
  '1e999',
  '-0',
  '12345678901234567890123',
  '"__proto__":',
  '\\ud800',
].map((word) => Buffer.from(word));

const truncate: Mutation = ({ bytes }, random) => bytes.subarray(0, at(bytes, random));

const flip: Mutation = ({ bytes }, random) => {
  const changed = Buffer.from(bytes);
  for (let left = random.between(1, 8); left > 0; left--) changed[at(changed, random)]! ^= 1 << random.between(0, 7);
  return changed;
};

const plant: Mutation = ({ format, bytes }, random) =>
  insert(bytes, at(bytes, random), random.pick(format === 'json' ? words : nasty));

const overwrite: Mutation = ({ format, bytes }, random) => {
  const piece = random.pick(format === 'json' ? words : nasty);
  const place = at(bytes, random);
  return Buffer.concat([bytes.subarray(0, place), piece, bytes.subarray(place + piece.length)]);
};

const splice: Mutation = ({ bytes }, random, other) =>
  Buffer.concat([bytes.subarray(0, at(bytes, random)), other.bytes.subarray(at(other.bytes, random))]);

const lengthen: Mutation = ({ bytes }, random) => {
  const from = at(bytes, random);
  const piece = bytes.subarray(from, from + random.between(1, 64));
  return insert(bytes, at(bytes, random), Buffer.concat(Array.from({ length: random.between(1, 400) }, () => piece)));
};

const remove: Mutation = ({ bytes }, random) => {
  const from = at(bytes, random);
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + random.between(1, 32))]);
};

/** Values nested far beyond every bound, whole and well-formed: as arrays, maps, or both in turn. */
const nest: Mutation = ({ format, bytes }, random) => {
  const depth = random.between(1, random.chance(0.1) ? 20_000 : 60);
  const kinds = Array.from({ length: depth }, () => random.chance(0.5));
  if (format === 'json') return nestJson(bytes, kinds);
  const value = nestProtobuf(kinds);
  const span = Buffer.concat([
    bytesField(1, Buffer.alloc(16, 1)),
    bytesField(2, Buffer.alloc(8, 1)),
    bytesField(9, Buffer.concat([textField(1, 'k'), bytesField(2, value)])),
  ]);
  return Buffer.concat([bytes, bytesField(1, bytesField(2, bytesField(2, span)))]);
};

/** From within outwards: only the heads of the messages are made, so that 20,000 levels cost no copying. */
function nestProtobuf(kinds: readonly boolean[]): Buffer {
  const parts: Uint8Array[] = [textField(1, 'deep')];
  let length = parts[0]!.length;
  const wrap = (field: number): void => {
    const head = messageHead(field, length);
    parts.push(head);
    length += head.length;
  };
  for (const isMap of kinds) for (const field of isMap ? [2, 1, 6] : [1, 5]) wrap(field);
  return Buffer.concat(parts.toReversed());
}

function nestJson(bytes: Buffer, kinds: readonly boolean[]): Buffer {
  const open = kinds.map((isMap) =>
    isMap ? '{"kvlistValue":{"values":[{"key":"__proto__","value":' : '{"arrayValue":{"values":[',
  );
  const close = kinds.map((isMap) => (isMap ? '}]}}' : ']}}')).toReversed();
  const text = bytes.toString();
  return Buffer.from(
    text.replace('{"stringValue":', () => `${open.join('')}{}${close.join('')},"then":{"stringValue":`),
  );
}

const mutations = { truncate, flip, plant, overwrite, splice, lengthen, remove, nest };

/** One to three mutations, one upon the other; their names tell how the body came about. */
export function mutate(seed: Seed, others: readonly Seed[], random: Random): { bytes: Buffer; how: string } {
  let bytes = seed.bytes;
  const how = [];
  for (let left = random.pick([1, 1, 1, 2, 3]); left > 0; left--) {
    const name = random.pick(Object.keys(mutations) as (keyof typeof mutations)[]);
    how.push(name);
    bytes = mutations[name]({ format: seed.format, bytes }, random, random.pick(others));
  }
  return { bytes, how: how.join('+') };
}
