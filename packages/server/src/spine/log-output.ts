import { fstatSync, writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';

/**
 * stderr, such that a log that cannot be written never ends the process: a full disk below a log file, a pipe whose reader is gone.
 * Lines are lost then, and counted: the next one that can be written says how many.
 */
export function logOutput(fd = 2, stream: NodeJS.WriteStream = process.stderr): DestinationStream {
  let lost = 0;
  const isPipe = fstatSync(fd).isFIFO() || fstatSync(fd).isSocket() || stream.isTTY;
  // A broken pipe is told as an event, which ends the process where nobody listens.
  stream.on('error', () => {});
  if (isPipe) return { write: (line) => void stream.write(line) };
  // A file: node's own stream would stay closed after its first error.
  return {
    write(line) {
      try {
        const note = lost === 0 ? '' : `${JSON.stringify({ level: 'warn', msg: 'log lines lost', lines: lost })}\n`;
        writeAll(fd, Buffer.from(note + line));
        lost = 0;
      } catch {
        lost++;
      }
    },
  };
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
}
