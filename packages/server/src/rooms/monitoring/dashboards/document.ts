import { parse, stringify } from 'yaml';
import { AppError } from '../../../spine/errors.ts';
import { DashboardBody } from '../contract-dashboards.ts';

const schema = 'signalbox.dashboard/v1';

/** A dashboard as a YAML file: what it says, nothing of where it stands, so that it can be taken in elsewhere. */
export function dashboardText({ name, description, range, widgets }: DashboardBody): string {
  const slim = widgets.map(({ query: { dimensions, filters, ...query }, ...widget }) => ({
    ...widget,
    query: { ...query, ...(dimensions.length > 0 && { dimensions }), ...(filters.length > 0 && { filters }) },
  }));
  return stringify({ schema, name, ...(description !== '' && { description }), range, widgets: slim });
}

/** Throws `monitoring.dashboard_unreadable`, naming the places that are wrong. */
export function readDashboard(text: string): DashboardBody {
  const { schema: named, ...body } = documentIn(text);
  if (named !== schema) throw unreadable(`It does not begin with "schema: ${schema}".`);
  const read = DashboardBody.safeParse(body);
  if (read.success) return read.data;
  const fields = read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw unreadable(`${[fields[0]!.path, fields[0]!.message].filter((part) => part !== '').join(': ')}.`, fields);
}

function documentIn(text: string): Record<string, unknown> {
  let found: unknown;
  try {
    // Few aliases: a small text must not unfold into a large one.
    found = parse(text, { maxAliasCount: 20 });
  } catch (cause) {
    throw unreadable(`It is no YAML: ${(cause as Error).message.split('\n')[0]!.replace(/[.:]$/, '')}.`);
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found)) throw unreadable('It holds no dashboard.');
  return found as Record<string, unknown>;
}

const unreadable = (why: string, fields: { path: string; message: string }[] = []): AppError =>
  new AppError('monitoring.dashboard_unreadable', { params: { why }, fields });
