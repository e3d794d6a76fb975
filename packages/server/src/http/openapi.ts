import type { OpenAPIHono } from '@hono/zod-openapi';
import type { EdgeApp, EdgeEnv } from '../ports/edge.ts';

/** OpenAPI 3.1 of everything registered on the app. Committed as docs/openapi.json. */
export function openApiDocument(app: OpenAPIHono<EdgeEnv>, version: string): object {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Signalbox',
      version,
      description:
        'Control plane for AI agents. Only additive changes within v1. Errors are problem+json; codes: docs/errors.md.',
    },
    security: [{ key: [] }, { bearer: [] }, { session: [] }],
  });
}

/** Ways to say who asks. */
export function declareSecurity(app: EdgeApp): void {
  const registry = app.openAPIRegistry;
  registry.registerComponent('securitySchemes', 'key', { type: 'apiKey', in: 'header', name: 'x-signalbox-key' });
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'signalbox_session',
    description:
      'Over TLS without a sub-path __Host-signalbox_session. Changes also need the header x-signalbox-csrf with the token from GET /api/v1/me.',
  });
}

type RouteFacts = { method: string; pattern: RegExp; isPublic: boolean };

/** What the registered routes say about addresses: which are public, and which methods one takes. */
export function routeTable(app: EdgeApp): {
  isPublic(method: string, path: string): boolean;
  allowed(path: string): string[];
} {
  let facts: RouteFacts[] | null = null;
  // Read at the first request: rooms register theirs after this is made.
  const table = (): RouteFacts[] =>
    (facts ??= app.openAPIRegistry.definitions.flatMap((one) =>
      one.type === 'route'
        ? [
            {
              method: one.route.method.toUpperCase(),
              pattern: toPattern(one.route.path),
              isPublic: one.route.security?.length === 0,
            },
          ]
        : [],
    ));
  return {
    isPublic: (method, path) =>
      table().some((r) => r.isPublic && r.method === (method === 'HEAD' ? 'GET' : method) && r.pattern.test(path)),
    allowed: (path) =>
      table()
        .filter((r) => r.pattern.test(path))
        .map((r) => r.method),
  };
}

const toPattern = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`);
