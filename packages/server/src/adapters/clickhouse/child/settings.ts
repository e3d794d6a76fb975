import { refusal } from './exception.ts';
import { isWord, type Statement } from './statement.ts';

/** Keys of the query string that speak to the HTTP interface, not to the engine. */
const transport = new Set([
  'query',
  'query_id',
  'database',
  'default_format',
  'enable_http_compression',
  'http_headers_progress_interval_ms',
  'role',
  'send_progress_in_http_headers',
  'session_id',
  'session_timeout',
  'wait_end_of_query',
]);
const takers = new Set(['INSERT', 'ALTER', 'OPTIMIZE', 'DELETE', 'UPDATE']);

/** The settings of one request as `name = literal`, from its query string. */
export function settingsOf(params: URLSearchParams): string[] {
  return [...params].flatMap(([name, value]) => {
    if (transport.has(name) || name.startsWith('param_')) return [];
    if (!/^[a-z]\w*$/i.test(name)) throw refusal(115, 'UNKNOWN_SETTING', `'${name.slice(0, 80)}' is not a setting`);
    return [`${name} = ${/^-?\d+(\.\d+)?$/.test(value) ? value : `'${value.replace(/[\\']/g, '\\$&')}'`}`];
  });
}

/**
 * Puts settings into the statement itself, which is the only way that they end with it: SET stays on the connection (a left-over
 * insert_deduplication_token once dropped 84 % of later inserts without an error). The statement's own SETTINGS win.
 * CREATE, DROP, SYSTEM and the like carry no rows and have no place for them: there they are left out.
 */
export function withSettings(statement: Statement, settings: readonly string[]): string {
  const { sql, tokens, verb, role } = statement;
  if (settings.length === 0 || (role === 'write' && !takers.has(verb))) return sql;
  const clause = settings.join(', ');
  const own = tokens.find((t, i) => isWord(t, 'SETTINGS') && tokens[i + 2]?.text === '=');
  if (own) return `${sql.slice(0, own.end)} ${clause},${sql.slice(own.end)}`;
  const at = verb === 'INSERT' ? tokens.find((t) => isWord(t, 'SELECT', 'WITH', 'VALUES', 'FORMAT')) : undefined;
  return at ? `${sql.slice(0, at.start)}SETTINGS ${clause} ${sql.slice(at.start)}` : `${sql}\nSETTINGS ${clause}`;
}
