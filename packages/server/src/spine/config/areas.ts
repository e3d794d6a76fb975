import { isIP } from 'node:net';
import { z } from 'zod';
import { roles } from '../actor.ts';

const units: Record<string, number> = { '': 1, kib: 1 << 10, mib: 1 << 20, gib: 1 << 30 };

const bytesForm = 'must be a number of bytes, such as 16777216 or "16 MiB"';
/** Bytes, as a number or as text with a unit: 16777216, "16 MiB". */
const bytes = z.preprocess((raw) => {
  const match = typeof raw === 'string' ? /^(\d+(?:\.\d+)?)\s*([kmg]ib)?$/i.exec(raw.trim()) : null;
  return match ? Math.round(Number(match[1]) * units[(match[2] ?? '').toLowerCase()]!) : raw;
}, z.number(bytesForm).int(bytesForm).positive(bytesForm));

const whole = (from: number, to: number, of: string) => {
  const form = `must be ${of}: a whole number from ${from} to ${to}`;
  return z.coerce.number(form).int(form).min(from, form).max(to, form);
};
const hopsForm = 'must list addresses or networks, such as 127.0.0.1, 10.0.0.0/8';
const isHop = (text: string): boolean => {
  const [address = '', bits, rest] = text.split('/');
  const family = isIP(address);
  return (
    family !== 0 &&
    rest === undefined &&
    (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)))
  );
};
/** A list in YAML, or text with commas. */
const hops = z.preprocess(
  (raw) => (typeof raw === 'string' ? raw.split(/[\s,]+/).filter((part) => part !== '') : raw),
  z.array(z.string().refine(isHop, hopsForm), hopsForm),
);
const port = whole(0, 65_535, 'a port');
const url = (schemes: RegExp, example: string) =>
  z.string().regex(schemes, `must look like ${example}`).nullable().default(null);

const GroupRule = z.strictObject({
  group: z.string().min(1),
  role: z.enum(roles, `must be one of ${roles.join(', ')}`),
  team: z.string().min(1).exactOptional(),
  environment: z.string().min(1).exactOptional(),
  until: z.iso.datetime({ offset: true, error: 'must be a time such as 2026-12-31T00:00:00Z' }).exactOptional(),
});

/** A list in YAML, or the same as JSON in an environment variable. */
const fromJson = <T extends z.ZodType>(schema: T) =>
  z.preprocess((raw) => (typeof raw === 'string' ? parsed(raw) : raw), schema);
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Every setting: `signalbox.config.yaml` has these areas and names, the environment has SIGNALBOX_<AREA>_<NAME>.
 * Port 0 = any free port.
 */
export const areas = {
  server: z.strictObject({
    host: z
      .string()
      .min(1)
      .default('127.0.0.1')
      .describe('Address to listen on. Anything but loopback needs TLS in front.'),
    port: port.default(7460).describe('Web, API and OTLP over HTTP.'),
    otlpPort: port.default(4318).describe('OTLP over HTTP, the port exporters expect.'),
    grpcPort: port.default(4317).describe('OTLP over gRPC, the port exporters expect; takes OTLP over HTTP/1.1 too.'),
    publicUrl: url(/^https?:\/\/[^/?#]+(\/[^?#]*[^/?#])?$/, 'https://tools.example.com/signalbox').describe(
      'Where people open Signalbox, when a proxy stands in front; may end in a path.',
    ),
    trustedProxies: hops
      .default(['127.0.0.1', '::1'])
      .describe('Proxies whose X-Forwarded-For counts: addresses or networks such as 10.0.0.0/8.'),
    connections: whole(1, 1_000_000, 'a count')
      .default(4096)
      .describe('Open connections on each port; more are refused with 503.'),
    connectionsPerAddress: whole(1, 1_000_000, 'a count')
      .default(512)
      .describe('Of these, from one address that is not among trustedProxies.'),
  }),
  oidc: z.strictObject({
    issuer: url(/^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost|\[::1\])([:/]|$)/, 'https://login.example.com').describe(
      'OpenID provider people sign in through; without it they sign in here only.',
    ),
    clientId: z.string().nullable().default(null).describe('What the provider calls Signalbox.'),
    clientSecret: z
      .string()
      .nullable()
      .default(null)
      .describe('The secret that goes with it; without one, PKCE alone.'),
    name: z.string().min(1).max(60).default('your company account').describe('On the button: "Sign in with …".'),
    scopes: z.string().default('openid email profile offline_access').describe('What is asked for there.'),
    groupsClaim: z.string().min(1).default('groups').describe('Claim that lists the groups of a person.'),
    groups: fromJson(z.array(GroupRule))
      .default([])
      .describe('What each group gives: a list of group, role, and perhaps team (slug), environment, until.'),
  }),
  state: z.strictObject({
    dataDir: z
      .string()
      .min(1)
      .default('.signalbox')
      .describe('Folder of the embedded stores, the spool and the root key.'),
    databaseUrl: url(/^postgres(ql)?:\/\//, 'postgres://user@host/db').describe(
      'PostgreSQL 15 or newer instead of the embedded store.',
    ),
  }),
  warehouse: z.strictObject({
    clickhouseUrl: url(/^https?:\/\//, 'http://user:password@host:8123/signalbox').describe(
      'ClickHouse 26.3 or newer instead of the embedded store.',
    ),
    cluster: z
      .string()
      .regex(/^[\w-]+$/, 'must be a name of letters, digits, _ and -')
      .nullable()
      .default(null)
      .describe('Cluster, as remote_servers of your ClickHouse names it: tables are replicated and sharded over it.'),
  }),
  ingest: z.strictObject({
    spoolBytes: bytes
      .default(10 * (1 << 30))
      .describe('Disk quota of the spool; beyond it telemetry is refused with 503.'),
    maxBodyBytes: bytes.default(16 << 20).describe('Largest request as sent.'),
    maxInflatedBytes: bytes.default(64 << 20).describe('Largest request once inflated.'),
    queueBytes: bytes
      .default(64 << 20)
      .describe('Requests waiting in memory; beyond it telemetry is refused with 429.'),
    retentionDays: whole(1, 3650, 'days')
      .default(30)
      .describe(
        'Age at which spans, steps, logs, scores and content go, a week at a time; older starts are filed as of a doubtful clock.',
      ),
  }),
  retention: z.strictObject({
    runsDays: whole(1, 36_500, 'days')
      .default(90)
      .describe('Age at which runs, invocations and figures of minutes go; never before their spans.'),
    hoursDays: whole(1, 36_500, 'days').default(400).describe('Age at which figures of hours go. Those of days stay.'),
  }),
  tee: z.strictObject({
    url: url(/^https?:\/\//, 'http://other:4318').describe(
      'A second OTLP/HTTP endpoint (/v1/traces is added) that gets a copy of what was accepted, as received: secrets in it are not removed. Not what keys send to be masked or dropped.',
    ),
    headers: z
      .string()
      .regex(/^\s*[\w-]+=[^,]*(?:,\s*[\w-]+=[^,]*)*$/, 'must look like name=value,name=value')
      .nullable()
      .default(null)
      .describe(
        'Its headers, such as its key, as in OTEL_EXPORTER_OTLP_HEADERS. Better here than in the file: SIGNALBOX_TEE_HEADERS.',
      ),
    signals: z
      .string()
      .regex(/^(?:traces|logs|metrics)(?:,(?:traces|logs|metrics))*$/, 'must be some of traces,logs,metrics')
      .default('traces,logs')
      .describe('What it gets.'),
    queueBytes: bytes
      .default(256 << 20)
      .describe('Disk for what it has not taken yet; beyond it copies are dropped and counted.'),
  }),
  prompts: z.strictObject({
    localGit: z
      .preprocess((raw) => (raw === 'true' ? true : raw === 'false' ? false : raw), z.boolean('must be true or false'))
      .default(false)
      .describe('Let syncs of prompts name repositories by a path of this server, not only by https and ssh.'),
  }),
  disk: z.strictObject({
    warnPercent: whole(1, 100, 'a percentage')
      .default(80)
      .describe('Share of the disk of dataDir in use at which the web and doctor warn.'),
    reserveBytes: bytes
      .default(512 << 20)
      .describe('With less free on that disk telemetry is refused with 503, so that all else goes on.'),
  }),
  backup: z.strictObject({
    everyHours: whole(0, 168, 'hours')
      .default(1)
      .describe('How often the embedded control state is copied into <dataDir>/backups; 0 = never.'),
    keep: whole(1, 1000, 'a count').default(24).describe('How many of these copies are kept.'),
    migrateWithout: z
      .preprocess((raw) => (raw === 'true' ? true : raw === 'false' ? false : raw), z.boolean('must be true or false'))
      .default(false)
      .describe('Bring a PostgreSQL up to a new schema though Signalbox cannot back it up: you took a pg_dump.'),
  }),
  playground: z.strictObject({
    keepDays: whole(1, 365, 'days')
      .default(14)
      .describe('How long runs of the playground are kept, with what was said.'),
    timeoutSeconds: whole(5, 300, 'seconds').default(120).describe('Longest wait for one answer of a model.'),
    callsPerProvider: whole(1, 64, 'a count').default(4).describe('Calls of playgrounds to one provider at once.'),
  }),
  log: z.strictObject({
    level: z
      .enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error')
      .default('info')
      .describe('What is logged at least; on a terminal warn unless set.'),
    format: z
      .enum(['json', 'text'], 'must be json or text')
      .default('json')
      .describe('One JSON object a line, or text for a terminal.'),
  }),
  client: z.strictObject({
    url: url(/^https?:\/\//, 'https://signalbox.example.com').describe(
      'Server that plan, apply and release talk to; without it, port server.port of this machine.',
    ),
    key: z.string().nullable().default(null).describe('API key they use, with the scopes read and write.'),
  }),
  root: z.strictObject({
    key: z
      .string()
      .nullable()
      .default(null)
      .describe('Root key of the seal: 64 hex digits or base64. Better as a file.'),
    keyFile: z.string().nullable().default(null).describe('File that holds the root key; else <dataDir>/key.'),
  }),
};

export type AreaName = keyof typeof areas;
export type Config = { [A in AreaName]: z.output<(typeof areas)[A]> };

/** `server.otlpPort` is overridden by SIGNALBOX_SERVER_OTLP_PORT. */
export type Setting = { area: AreaName; name: string; path: string; env: string; about: string; secret: boolean };

export const settings: readonly Setting[] = (Object.keys(areas) as AreaName[]).flatMap((area) =>
  Object.entries(areas[area].shape).map(([name, schema]) => ({
    area,
    name,
    path: `${area}.${name}`,
    env: `SIGNALBOX_${area}_${name.replace(/[A-Z]/g, (c) => `_${c}`)}`.toUpperCase(),
    about: (schema as z.ZodType).description ?? '',
    secret:
      /Url$|Secret$/.test(name) || ['root.key', 'client.key', 'tee.url', 'tee.headers'].includes(`${area}.${name}`),
  })),
);
