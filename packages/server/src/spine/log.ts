import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';
export type LogOptions = { level: 'debug' | 'info' | 'warn' | 'error'; format: 'json' | 'text' };

/** Names under which a secret could reach a log by mistake. Bodies, headers and content are never given to the log at all. */
const secrets = [
  'password',
  'secret',
  'token',
  'cookie',
  'authorization',
  'csrf',
  'rootKey',
  'databaseUrl',
  'clickhouseUrl',
];
const keyForm = /sbx_[0-9a-z]+_[0-9a-zA-Z]+/g;

/** Structured log on stderr (stdout belongs to the CLI's answers), or on `destination` in tests. */
export function createLog(options: LogOptions, destination: DestinationStream = process.stderr): Logger {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    },
    { write: (line) => void destination.write(render(line.replace(keyForm, 'sbx_[redacted]'), options.format)) },
  );
}

function render(line: string, format: LogOptions['format']): string {
  if (format === 'json') return line;
  const { time, level, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const facts = Object.entries(rest).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const stack = (err as { stack?: string } | undefined)?.stack;
  const said = [String(time).slice(11, 23), String(level).padEnd(5), msg, ...facts].join(' ');
  return `${shown(said)}\n${stack ? `${stack.split('\n').map(shown).join('\n')}\n` : ''}`;
}

/** What others sent may stand in a line: it begins no line of its own and gives the terminal no orders. */
const shown = (text: string): string =>
  text.replace(/\p{Cc}/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
