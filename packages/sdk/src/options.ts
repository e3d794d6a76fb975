import { environmentVariable, randomHex } from './builtin.ts';
import type { Fallback } from './delivery/release.ts';
import type { Release } from './delivery/release.ts';
import { SignalboxError } from './errors.ts';

export type SignalboxOptions = {
  /** Where Signalbox is; else SIGNALBOX_URL. */
  url?: string;
  /** `sbx_…` with the scopes deliver and ingest; else SIGNALBOX_KEY. */
  key?: string;
  /** Slug or id of the agent; else SIGNALBOX_AGENT. */
  agent?: string;
  /** Else SIGNALBOX_ENVIRONMENT, else production. */
  environment?: string;
  /** What this process is called among those that run the agent. */
  instance?: string;
  /** A folder where the last delivery is kept, for when the server is away at the next start. */
  cacheDir?: string;
  /** What to run where neither server nor folder has an answer. */
  fallback?: Fallback;
  /** Milliseconds that the first `release()` waits for the server. 5,000. */
  timeoutMs?: number;
  /** `otel`: spans by the OpenTelemetry that is registered; `own`: by the SDK itself; `auto`: the first where there is one. */
  telemetry?: 'auto' | 'otel' | 'own' | 'off';
  /** Tells the server that this instance runs. On unless false. */
  heartbeat?: boolean;
  /** A new release has come, the first too. */
  onRelease?: (release: Release) => void;
  /** What went wrong behind the scenes. Told to the console, each kind once, unless this is given. */
  onError?: (error: Error) => void;
  /** For tests and proxies. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
};

export type Config = {
  readonly url: string;
  readonly key: string;
  readonly agent: string;
  readonly environment: string;
  readonly instance: string;
  readonly cacheDir: string | null;
  readonly fallback: Fallback | null;
  readonly timeoutMs: number;
  readonly telemetry: 'auto' | 'otel' | 'own' | 'off';
  readonly heartbeat: boolean;
  readonly onRelease: (release: Release) => void;
  readonly onError: (error: Error) => void;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
};

/** Options before the environment's variables. Throws SignalboxError `misconfigured`. */
export function configOf(options: SignalboxOptions): Config {
  const needed = (name: 'url' | 'key' | 'agent'): string => {
    const variable = `SIGNALBOX_${name.toUpperCase()}`;
    const value = options[name] ?? environmentVariable(variable);
    if (value === undefined || value === '')
      throw new SignalboxError('misconfigured', `Give \`${name}\`, or set ${variable}.`);
    return value;
  };
  const url = needed('url').replace(/\/+$/, '');
  if (!/^https?:\/\/[^/]/.test(url)) throw new SignalboxError('misconfigured', `${url} is no http or https address.`);
  const { onRelease = () => {}, onError = warnOnce() } = options;
  return {
    ...{ url, key: needed('key'), agent: needed('agent') },
    environment: options.environment ?? environmentVariable('SIGNALBOX_ENVIRONMENT') ?? 'production',
    instance: options.instance ?? `${environmentVariable('HOSTNAME') ?? 'js'}-${randomHex(4)}`,
    cacheDir: options.cacheDir ?? environmentVariable('SIGNALBOX_CACHE_DIR') ?? null,
    fallback: options.fallback ?? null,
    timeoutMs: options.timeoutMs ?? 5_000,
    telemetry: options.telemetry ?? 'auto',
    heartbeat: options.heartbeat ?? true,
    onRelease: safely(onRelease),
    onError: safely(onError),
    fetch: options.fetch ?? ((to, init) => fetch(to, init)),
  };
}

/** What a caller's own function throws is not ours to pass on. */
const safely =
  <A>(told: (about: A) => void) =>
  (about: A): void => {
    try {
      told(about);
    } catch {
      // Theirs.
    }
  };

function warnOnce(): (error: Error) => void {
  const told = new Set<string>();
  return (error) => {
    const kind = error instanceof SignalboxError ? error.code : error.name;
    if (told.has(kind)) return;
    told.add(kind);
    console.warn(`signalbox: ${error.message}`);
  };
}
