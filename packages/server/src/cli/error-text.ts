import { AppError } from '../spine/errors.ts';

/**
 * What a person at the terminal reads of an error: a sentence, with its cause where that says more. Only what nobody foresaw
 * (a TypeError and its like) comes with its stack.
 */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return `signalbox: ${String(error)}`;
  const foreseen = error instanceof AppError || error.constructor === Error;
  if (!foreseen) return `signalbox: this is a defect, please report it\n${error.stack ?? error.message}`;
  const cause = causeOf(error);
  // What the catalogue says of these is for clients of a running server.
  const message = error instanceof AppError && /\.unavailable$/.test(error.code) ? error.title : error.message;
  return `signalbox: ${message}${cause === '' || error.message.includes(cause) ? '' : ` (${cause})`}`;
}

function causeOf({ cause }: Error): string {
  if (!(cause instanceof Error) || cause instanceof AppError) return '';
  // Of several addresses tried in vain node makes one error without words; the code is all it says.
  return (cause.message || ((cause as NodeJS.ErrnoException).code ?? '')).split('\n')[0]!;
}
