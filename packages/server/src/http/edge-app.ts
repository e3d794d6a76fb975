import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { EdgeApp, EdgeEnv } from '../ports/edge.ts';
import { AppError } from '../spine/errors.ts';
import { newId } from '../spine/ids.ts';
import type { Logger } from '../spine/log.ts';
import type { Seal } from '../spine/seal.ts';
import { apiBodyLimit } from './api-body.ts';
import { authenticate, type AuthenticateDeps } from './authenticate.ts';
import { clientAddress, type Trusted } from './client-address.ts';
import { idempotency } from './idempotency.ts';
import { declareSecurity, openApiDocument, routeTable } from './openapi.ts';
import { asAppError, problemOf } from './problem.ts';
import { securityHeaders } from './security-headers.ts';
import { staticUi } from './static-ui.ts';
import { unkeepable } from './unkeepable.ts';

/** `trusted`: whose X-Forwarded-For counts. `webRoot`: folder of the built web. `base`: the path people open it under, '' for none. */
export type EdgeOptions = Omit<AuthenticateDeps, 'isPublic'> & {
  log: Logger;
  seal: Seal;
  version: string;
  webRoot: string;
  trusted: Trusted;
  base: string;
};

/** Largest body of an API request, bytes. Telemetry has its own way in. */
const maxApiBody = 1 << 20;

/** The app every room registers its routes on, before the first request. */
export function edgeApp(options: EdgeOptions): EdgeApp {
  const app: EdgeApp = new OpenAPIHono<EdgeEnv>({
    defaultHook: (result) => {
      const fields = result.success
        ? unkeepable(result.data).map((path) => ({ path, message: 'Holds a character that cannot be kept.' }))
        : result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
      if (fields.length > 0) throw new AppError('request.invalid', { fields });
    },
  });
  const routes = routeTable(app);
  const ui = staticUi(options.webRoot, options.base);
  app.use(requestLog(options.log, options.trusted), securityHeaders);
  app.use('/api/*', apiBodyLimit(maxApiBody));
  app.use('/api/*', async (c, next) => {
    const allowed = routes.allowed(c.req.path);
    if (allowed.length === 0) throw new AppError('request.not_found', { params: { path: c.req.path } });
    const method = c.req.method === 'HEAD' ? 'GET' : c.req.method;
    if (allowed.includes(method)) return next();
    c.header('allow', allowed.join(', '));
    throw new AppError('request.method_not_allowed', { params: { path: c.req.path, allowed: allowed.join(', ') } });
  });
  app.use('/api/*', authenticate({ ...options, isPublic: routes.isPublic }), idempotency(options.state, options.seal));
  // No idempotency: evaluations change nothing.
  app.use('/metrics', authenticate({ ...options, isPublic: () => false }));
  app.use('/ofrep/*', apiBodyLimit(maxApiBody));
  app.use('/ofrep/*', authenticate({ ...options, isPublic: () => false }));
  declareSecurity(app);
  serveDocument(app, options.version);
  app.notFound(
    async (c) => (await ui(c)) ?? answerProblem(c, new AppError('request.not_found', { params: { path: c.req.path } })),
  );
  app.onError((thrown, c) => {
    const error = asAppError(thrown);
    if (error.status >= 500)
      options.log.error(
        { requestId: c.get('requestId'), code: error.code, err: error.cause ?? error },
        'request failed',
      );
    return answerProblem(c, error);
  });
  return app;
}

function answerProblem(c: Context<EdgeEnv>, error: AppError): Response {
  const { status, headers, body } = problemOf(error, c.get('requestId'));
  return c.json(body, status as ContentfulStatusCode, headers);
}

/** One line a request: never a query string, a header or a body. */
function requestLog(log: Logger, trusted: Trusted) {
  return async (c: Context<EdgeEnv>, next: () => Promise<void>): Promise<void> => {
    const began = performance.now();
    c.set('requestId', newId('req'));
    c.set('address', clientAddress(c, trusted));
    await next();
    c.header('x-request-id', c.get('requestId'));
    const actor = (c.get('ctx') as EdgeEnv['Variables']['ctx'] | undefined)?.actor.id;
    const { method } = c.req;
    // The page of a sign-in link has its token in the path.
    const path = c.req.path.replace(/^\/sign-in\/.+/, '/sign-in/…');
    const facts = {
      requestId: c.get('requestId'),
      method,
      path,
      status: c.res.status,
      ms: Math.round(performance.now() - began),
      actor,
    };
    // Agents ask for their release all the time.
    const isRead = path.startsWith('/api/') && !path.startsWith('/api/v1/delivery/');
    log[isRead ? 'info' : 'debug'](facts, 'request');
  };
}

function serveDocument(app: EdgeApp, version: string): void {
  const path = '/api/v1/openapi.json';
  const responses = {
    200: { description: 'This document.', content: { 'application/json': { schema: { type: 'object' as const } } } },
  };
  app.openAPIRegistry.registerPath({
    method: 'get',
    path,
    tags: ['Server'],
    security: [],
    summary: 'OpenAPI 3.1 of this API',
    responses,
  });
  let text: string | null = null;
  app.get(path, (c) => {
    text ??= JSON.stringify(openApiDocument(app, version));
    return c.body(text, 200, { 'content-type': 'application/json' });
  });
}
