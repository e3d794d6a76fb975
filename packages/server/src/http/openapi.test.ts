import { expect, test } from 'vitest';
import { apiDocument } from '../app.ts';
import { apiRoutes, committedDocument } from './api-contract.fixture.ts';

test('docs/openapi.json is what the server serves (signalbox openapi docs/openapi.json)', () => {
  expect(JSON.parse(JSON.stringify(apiDocument()))).toEqual(committedDocument);
});

test('only signing in, health and this document need no one', () => {
  expect(
    apiRoutes
      .filter((route) => route.isPublic)
      .map(({ method, path }) => `${method} ${path}`)
      .sort(),
  ).toEqual([
    'GET /api/v1/health',
    'GET /api/v1/openapi.json',
    'GET /api/v1/sign-in/oidc',
    'GET /api/v1/sign-in/oidc/callback',
    'GET /api/v1/sign-in/ways',
    'POST /api/v1/sign-in',
    'POST /api/v1/sign-in/link',
    'POST /api/v1/sign-in/link/peek',
  ]);
});
