/** An error in ClickHouse's own words, as its HTTP interface sends it and its clients parse it. */
type Exception = { code: string; status: number; text: string };

const statuses: Record<string, number> = {
  60: 404,
  62: 400,
  81: 404,
  158: 400,
  164: 403,
  202: 503,
  307: 413,
  516: 403,
};

/** A refusal by this process, in the words the engine would use. */
export function refusal(code: number, type: string, message: string): Error {
  return new Error(`Code: ${code}. DB::Exception: ${message}. (${type})`);
}

export function toException(error: unknown): Exception {
  const message = error instanceof Error ? error.message : String(error);
  const from = message.indexOf('Code: ');
  const text = from < 0 ? `Code: 1002. DB::Exception: ${message} (UNKNOWN_EXCEPTION)` : message.slice(from);
  const code = /^Code: (\d+)/.exec(text)?.[1] ?? '1002';
  return { code, status: statuses[code] ?? 500, text };
}
