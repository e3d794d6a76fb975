import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Me } from '../../packages/server/src/access/contract.ts';
import type { Facets, Run, RunList, Totals } from '../../packages/server/src/rooms/monitoring/contract.ts';
import { agentAnswer, makeAgents } from './fixture-agents.ts';
import { accessAnswer, allRights, created, everywhere, soon } from './fixture-access.ts';
import { settingsAnswer, settingsMood } from './fixture-settings.ts';
import { dashboardAnswer } from './fixture-dashboards.ts';
import { explorerAnswer } from './fixture-explorer.ts';
import { failuresAnswer } from './fixture-failures.ts';
import { fleetAnswer } from './fixture-fleet.ts';
import { releaseAnswer } from './fixture-releases.ts';
import { agents as agentNames, environments, makeRun, makeRuns } from './fixture-runs.ts';
import { detail, many, rich, transcript } from './fixture-steps.ts';

const dist = path.resolve(import.meta.dirname, '../../packages/server/dist/web');
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const csp =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/** full · empty · broken (lists answer 503) · degraded (health says the warehouse is down) · signed-out · provider (and signed out) ·
 * owes (a second factor) · slow (never answers). */
export type Scenario = 'full' | 'empty' | 'broken' | 'degraded' | 'signed-out' | 'provider' | 'owes' | 'slow';
export type Fixture = {
  url: string;
  /** Requests as "METHOD path", with what matters of their headers and body. */
  seen: { line: string; csrf: string | undefined; body: string }[];
  runs: Run[];
  scenario: Scenario;
  /** The step list of the first run. */
  bigSteps: number;
  /** Forgets what was, and answers as in this scenario from now on. */
  play(scenario: Scenario, runCount?: number): void;
  /** Sends a live event to every open stream. */
  emit(event: 'advanced' | 'health' | 'ledger', data?: unknown): void;
  close(): Promise<void>;
};

/** Serves the built web and canned answers, for states that the real server makes only with effort. */
export async function startFixture(scenario: Scenario, runCount = 240): Promise<Fixture> {
  const streams = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    void answer(fixture, request, response, streams).catch((error: unknown) =>
      response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const fixture: Fixture = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    scenario,
    bigSteps: 0,
    runs: [],
    play(next, count = 240) {
      const runs = next === 'empty' ? [] : makeRuns(count, Date.now());
      Object.assign(fixture, { scenario: next, seen: [], bigSteps: 0, runs });
    },
    emit: (event, data = {}) => streams.forEach((s) => s.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  fixture.play(scenario, runCount);
  return fixture;
}

/** A run that arrives now. */
export const newRun = (index: number): Run => ({
  ...makeRun(index + 10_000, Date.now()),
  startedAt: new Date().toISOString(),
});

async function answer(
  f: Fixture,
  request: IncomingMessage,
  response: ServerResponse,
  streams: Set<ServerResponse>,
): Promise<void> {
  const url = new URL(request.url!, f.url);
  if (!url.pathname.startsWith('/api/')) return file(url.pathname, response);
  let body = '';
  for await (const piece of request) body += String(piece);
  f.seen.push({
    line: `${request.method} ${url.pathname}${url.search}`,
    csrf: request.headers['x-signalbox-csrf'] as string | undefined,
    body,
  });
  const json = (status: number, value: unknown): void =>
    void response
      .writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' })
      .end(JSON.stringify(value));
  const problem = (status: number, code: string, title: string, text: string): void =>
    json(status, {
      type: `https://signalbox.dev/errors#${code}`,
      code,
      title,
      detail: text,
      requestId: 'req_0193a5b2c4d87e9f8a1b2c3d4e5f6071',
      fields: [],
    });
  const at = url.pathname.replace('/api/v1', '');

  if (at === '/sign-in/ways') return json(200, { provider: f.scenario === 'provider' ? 'Northern login' : null });
  if (at === '/sign-in/link/peek')
    return (JSON.parse(body) as { token: string }).token === 'used'
      ? problem(410, 'access.link_invalid', 'Link no longer valid', 'Make a new one with: signalbox login-link')
      : json(200, { name: 'Ada Weiss', email: 'ada@example.com', expiresAt: soon(), codeNeeded: false });
  if (at === '/sign-in/link')
    return (JSON.parse(body) as { token: string }).token === 'good'
      ? signIn(f, response)
      : problem(
          410,
          'access.link_invalid',
          'Link no longer valid',
          'Sign-in links work once and for 15 minutes. Make a new one with: signalbox login-link',
        );
  if (at === '/sign-in')
    return (JSON.parse(body) as { password: string }).password === 'correct horse battery'
      ? signIn(f, response)
      : problem(
          401,
          'access.sign_in_failed',
          'Sign-in failed',
          'E-mail or password is wrong. After 4 more tries this address waits.',
        );
  if (['signed-out', 'provider'].includes(f.scenario))
    return problem(401, 'access.unauthenticated', 'Not signed in', 'Sign in.');
  if (at === '/me') return json(200, f.scenario === 'owes' ? { ...me, mustEnrol: true, rights: [], rightsIn: [] } : me);
  if (at === '/live') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write(': hello\n\n');
    streams.add(response);
    return void response.on('close', () => streams.delete(response));
  }
  if (at === '/health')
    return json(200, {
      warehouse:
        f.scenario === 'degraded'
          ? { status: 'down', since: '2026-11-22T12:03:10.000Z' }
          : { status: 'up', since: '2026-11-22T08:00:00.000Z' },
      state: { status: 'up' },
      ingest: { quarantined: 0 },
      backup: { lastAt: f.scenario === 'full' ? '2026-11-22T11:07:00.000Z' : null },
    });
  if (at === '/sign-out' || at === '/me/password') {
    if (at === '/sign-out') f.scenario = 'signed-out';
    return void response.writeHead(204).end();
  }
  const told = accessAnswer(at, { method: request.method!, empty: f.scenario === 'empty', owner: me.person.id });
  if (told !== null) return told.body === null ? void response.writeHead(204).end() : json(told.status, told.body);
  if (f.scenario === 'slow') return;
  if (f.scenario === 'broken')
    return problem(
      503,
      'warehouse.unavailable',
      'Warehouse is restarting',
      'Telemetry is still accepted. Ask again in 2 s.',
    );
  const known = f.scenario === 'empty' ? [] : makeAgents(200, Date.now());
  const asked = { method: request.method!, path: at, agents: known, empty: f.scenario === 'empty' };
  const preview = url.searchParams.get('preview') === 'true';
  const released = releaseAnswer({ ...asked, preview }) ?? fleetAnswer({ ...asked, preview, body });
  if (released !== null) return json(released.status, released.body);
  const figures = dashboardAnswer({ method: request.method!, path: at, body, empty: f.scenario === 'empty' });
  if (figures !== null) return json(200, figures);
  const agents = { method: request.method!, path: at, query: url.searchParams, body, agents: known };
  const said = agentAnswer(agents);
  if (said !== null) return json(said.status, said.body);
  const settings = { method: request.method!, path: at, body, empty: f.scenario === 'empty' };
  const set = settingsAnswer(settings);
  if (set !== null) return set.body === null ? void response.writeHead(204).end() : json(set.status, set.body);
  if (at === '/runs/facets') return json(200, { agents: agentNames, environments } satisfies Facets);
  if (at === '/totals') return json(200, totals(f.runs));
  if (at === '/runs') return json(200, list(f.runs, url.searchParams));
  const failed = failuresAnswer(at, url.searchParams, f.runs, f.scenario === 'empty');
  if (failed !== null) return json(failed.status, failed.body);
  const explored = explorerAnswer(at, url.searchParams, f.runs, rich);
  if (explored !== null) return json(200, explored);
  const [, id, rest] = /^\/runs\/([^/]+)(\/.*)?$/.exec(at) ?? [];
  const run = f.runs.find((r) => r.id === id);
  if (!run)
    return problem(
      404,
      'monitoring.run_not_found',
      'No such run',
      'No run with this id is visible to you. It may have passed its retention, or belong to another team.',
    );
  const steps = f.bigSteps > 0 ? many(run, f.bigSteps) : rich(run);
  if (rest === '/export') return json(200, { run, steps, turns: transcript(run).turns, truncated: true });
  if (rest === '/siblings') return json(200, { items: f.runs.slice(0, 1).filter((one) => one.id !== run.id) });
  if (rest === '/otlp') return json(200, { resourceSpans: [] });
  if (rest === '/transcript') return json(200, transcript(run));
  if (rest?.startsWith('/steps/')) {
    const found = detail(steps, rest.slice('/steps/'.length));
    return found
      ? json(200, found)
      : problem(404, 'access.not_found', 'Not found', 'No step with this id is visible to you.');
  }
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const next = from + 2000 < steps.length ? String(from + 2000) : null;
  json(200, {
    run: {
      ...run,
      steps: steps.length,
      durationMs: run.durationMs === null ? null : steps[0]!.durationMs,
      errors: steps.filter((x) => x.isError).length,
    },
    links: { release: { id: 'rel_agent-0_1', agentId: 'agt_0', version: '1.4.2' }, prompts: [] },
    steps: steps.slice(from, from + 2000),
    scores: [],
    may: { readContent: settingsMood.readable, exportContent: settingsMood.readable },
    nextCursor: next,
  });
}

function signIn(f: Fixture, response: ServerResponse): void {
  f.scenario = 'full';
  if (f.runs.length === 0) f.runs = makeRuns(240, Date.now());
  response.writeHead(204).end();
}

function list(all: Run[], q: URLSearchParams): RunList {
  const is = (key: string, value: string | null): boolean => q.get(key) === null || q.get(key) === value;
  const fit = all.filter(
    (r) =>
      is('agent', r.agent) &&
      is('environment', r.environment) &&
      is('outcome', r.outcome.value) &&
      is('state', r.state) &&
      is('teamId', r.teamId) &&
      is('conversation', r.conversation) &&
      is('user', r.user) &&
      (q.get('from') ?? '') <= r.startedAt,
  );
  const after = q.get('cursor');
  const start = after === null ? 0 : fit.findIndex((r) => r.id === after) + 1;
  const limit = Number(q.get('limit') ?? 50);
  const items = fit.slice(start, start + limit);
  return { items, nextCursor: start + limit < fit.length ? items.at(-1)!.id : null };
}

function totals(runs: Run[]): Totals {
  const sum = (of: (r: Run) => number): number => runs.reduce((n, r) => n + of(r), 0);
  return {
    spans: sum((r) => r.steps),
    runs: runs.length,
    invocations: sum((r) => r.invocations),
    errors: sum((r) => r.errors),
    modelCalls: sum((r) => r.modelCalls),
    tokens: {
      input: sum((r) => r.tokens.input ?? 0),
      output: sum((r) => r.tokens.output ?? 0),
      unknownCalls: sum((r) => (r.tokens.input === null ? r.modelCalls : 0)),
    },
    cost: { usd: sum((r) => r.costUsd ?? 0), computedUsd: null, unknownCalls: 0 },
    from: null,
    to: null,
    sampled: false,
    closedThrough: null,
    asOf: new Date().toISOString(),
  };
}

const me: Me = {
  person: {
    id: 'per_0193a5b2c4d87e9f8a1b2c3d4e5f6071',
    name: 'Ada Weiss',
    email: 'ada@example.com',
    hasPassword: false,
    secondFactor: false,
    signsIn: 'here',
  },
  mustEnrol: false,
  rights: allRights,
  rightsIn: [{ teamId: null, rights: allRights }],
  workspace: { id: 'wsp_1', name: 'Northern Mail' },
  teams: [
    { id: 'tea_support', name: 'Support', slug: 'support', createdAt: created },
    { id: 'tea_finance', name: 'Finance', slug: 'finance', createdAt: created },
  ],
  grants: [everywhere],
  csrf: 'csrf-token-of-the-fixture',
};

async function file(pathname: string, response: ServerResponse): Promise<void> {
  const wanted = path.join(dist, path.normalize(pathname));
  const known = types[path.extname(wanted)];
  const target = known && wanted.startsWith(dist) ? wanted : path.join(dist, 'index.html');
  const body = await readFile(target).catch(() => null);
  if (body === null)
    return void response
      .writeHead(404, { 'content-security-policy': csp })
      .end('The web is not built: run npm run build');
  response
    .writeHead(200, {
      'content-type': types[path.extname(target)]!,
      'content-security-policy': csp,
      'x-content-type-options': 'nosniff',
      'cache-control': pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
    .end(body);
}
