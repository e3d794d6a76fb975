type Parser = (text: string) => unknown;

/** PostgreSQL type oids whose JavaScript form differs between pg and PGlite; these make both engines agree. */
export const parsers: Readonly<Record<number, Parser>> = {
  17: bytea,
  20: int8,
  1082: (text) => text, // date: pg would make local midnight, PGlite UTC midnight
  1114: (text) => text, // timestamp without zone names no moment
  1186: (text) => text, // interval: pg would make an object
};

function int8(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`int8 ${text} does not fit a JavaScript number; cast it to text in the query.`);
}

function bytea(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.slice(2), 'hex'));
}
