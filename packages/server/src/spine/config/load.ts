import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { AppError } from '../errors.ts';
import { areas, settings, type AreaName, type Config } from './areas.ts';
import { nearest } from './nearest.ts';

/** Where a value came from, for `signalbox doctor`: 'default', a file, an environment variable or a flag. */
export type Sources = ReadonlyMap<string, string>;
export type LoadedConfig = { config: Config; sources: Sources };
/** `flags` are keyed by setting path (`server.port`); `file` undefined = signalbox.config.yaml if it is there. */
export type ConfigInput = {
  env: Record<string, string | undefined>;
  flags?: Record<string, unknown>;
  file?: string | undefined;
};

type Given = Map<string, { value: unknown; source: string }>;

const urls: Record<string, string> = { DATABASE_URL: 'state.databaseUrl', CLICKHOUSE_URL: 'warehouse.clickhouseUrl' };

/** Defaults < file < DATABASE_URL, CLICKHOUSE_URL < SIGNALBOX_* < flags. Throws `config.invalid` naming every bad value. */
export function loadConfig(input: ConfigInput): LoadedConfig {
  const given: Given = new Map();
  const problems = [...fromFile(given, input), ...fromEnv(given, input.env)];
  for (const [path, value] of Object.entries(input.flags ?? {})) {
    if (value !== undefined)
      given.set(path, { value, source: `--${path.split('.')[1]!.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}` });
  }
  const config = {} as Record<AreaName, unknown>;
  for (const area of Object.keys(areas) as AreaName[]) {
    const names = settings.filter((s) => s.area === area && given.has(s.path));
    const result = areas[area].safeParse(Object.fromEntries(names.map((s) => [s.name, given.get(s.path)!.value])));
    if (result.success) config[area] = result.data;
    else
      problems.push(
        ...result.error.issues.map((issue) => explain(given, `${area}.${String(issue.path[0])}`, issue.message)),
      );
  }
  if (problems.length > 0) throw invalid(problems);
  return { config: config as Config, sources: new Map([...given].map(([path, g]) => [path, g.source])) };
}

function fromFile(given: Given, input: ConfigInput): string[] {
  const file = input.file ?? 'signalbox.config.yaml';
  if (!existsSync(file)) return input.file === undefined ? [] : [`${file}: there is no such file.`];
  const tree = readYaml(file);
  const problems: string[] = [];
  if (typeof tree !== 'object' || Array.isArray(tree)) return [`${file}: must hold areas with names and values.`];
  for (const [area, values] of entries(tree)) {
    if (!(area in areas)) problems.push(`${file}: unknown area "${area}"${hint(area, Object.keys(areas))}`);
    else if (values === null || typeof values !== 'object')
      problems.push(`${file}: "${area}" must hold names and values.`);
    else {
      for (const [name, value] of entries(values)) {
        const known = settings.filter((s) => s.area === area).map((s) => s.name);
        if (known.includes(name)) given.set(`${area}.${name}`, { value, source: file });
        else problems.push(`${file}: unknown name "${area}.${name}"${hint(name, known)}`);
      }
    }
  }
  return problems;
}

function fromEnv(given: Given, env: ConfigInput['env']): string[] {
  const problems: string[] = [];
  const known = settings.map((s) => s.env);
  const areaPrefix = new RegExp(`^SIGNALBOX_(${Object.keys(areas).join('|')})_`, 'i');
  for (const [name, value] of Object.entries(env)) {
    const path = urls[name] ?? settings.find((s) => s.env === name)?.path;
    if (value === undefined || value === '') continue;
    if (path !== undefined && !(name in urls && given.get(path)?.source.startsWith('SIGNALBOX_'))) {
      given.set(path, { value, source: name });
    } else if (path === undefined && name.startsWith('SIGNALBOX_')) {
      // Other SIGNALBOX_ names belong to SDKs and tests; only what looks like a setting is a mistake.
      if (areaPrefix.test(name) || nearest(name, known, 3))
        problems.push(`unknown variable ${name}${hint(name, known)}`);
    }
  }
  return problems;
}

function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8')) ?? {};
  } catch (error) {
    throw invalid([`${file}: ${(error as Error).message.split('\n')[0]!.replace(/:$/, '.')}`]);
  }
}

const entries = (tree: unknown): [string, unknown][] => Object.entries((tree ?? {}) as object);
const hint = (word: string, known: readonly string[]): string => {
  const best = nearest(word, known, 6);
  return best === null ? `. Known: ${known.join(', ')}.` : `. Did you mean ${best}?`;
};
function explain(given: Given, path: string, message: string): string {
  const { value, source } = given.get(path) ?? { value: undefined, source: 'default' };
  const shown =
    settings.find((setting) => setting.path === path)?.secret === true ? '' : `; got ${JSON.stringify(value)}`;
  return `${path} (from ${source}) ${message}${shown}`;
}
const invalid = (problems: readonly string[]): AppError => {
  const reason = problems.length === 1 ? problems[0]! : ['the configuration is not valid:', ...problems].join('\n  ');
  return new AppError('config.invalid', { params: { reason } });
};
