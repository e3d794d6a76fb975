import { expect, test } from 'vitest';
import { layerViolations } from './layers.ts';
import { planted, readTree } from './tree.ts';

const src = 'packages/server/src';
const broken = (path: string, specifier: string, form = 'import { x } from'): string[] =>
  layerViolations(planted({ [path]: `${form} '${specifier}';` }));

test('the tree keeps the direction', () => {
  expect(layerViolations(readTree())).toEqual([]);
});

test.each([
  ['stats/a.ts', '../spine/ids.ts'],
  ['stats/a.ts', 'node:crypto'],
  ['detect/a.ts', 'zod'],
  ['spine/a.ts', '../ports/jobs.ts'],
  ['spine/a.ts', '../access/index.ts'],
  ['ports/a.ts', '../ingest/rows.ts'],
  ['ingest/spool/a.ts', '../../access/index.ts'],
  ['ingest/a.ts', '../rooms/monitoring/index.ts'],
  ['access/a.ts', '../ingest/index.ts'],
  ['access/a.ts', '../rooms/policy/index.ts'],
  ['rooms/policy/a.ts', '../../http/server.ts'],
  ['rooms/policy/a.ts', '../../access/verbs/createTeam.ts'],
  ['http/a.ts', '../cli/main.ts'],
  ['http/a.ts', '../rooms/policy/store.ts'],
  ['cli/up.ts', '../app.ts'],
  ['main.ts', './adapters/postgres/open.ts'],
  ['http/a.ts', '../adapters/postgres/open.ts'],
  ['rooms/policy/a.ts', '../../adapters/llm/open.ts'],
  ['adapters/jobs/a.ts', '../../rooms/policy/index.ts'],
  ['ingest/a.ts', '../../../web/src/app.ts'],
])('%s may not import %s', (path, specifier) => {
  expect(broken(`${src}/${path}`, specifier)).toHaveLength(1);
});

test.each([['import type { X } from'], ['export * from'], ['export type { X } from'], ['import']])(
  '"%s" counts as an import',
  (form) => {
    expect(broken(`${src}/spine/a.ts`, '../ports/jobs.ts', form)).toHaveLength(1);
  },
);

test('dynamic imports and workers count, and an import that cannot be read is refused', () => {
  const files = {
    [`${src}/spine/a.ts`]: `const x = await import('../ports/jobs.ts');`,
    [`${src}/spine/b.ts`]: `new Worker(new URL('../ingest/ingest-worker.ts', import.meta.url));`,
    [`${src}/spine/c.ts`]: 'const x = await import(`../${name}.ts`);',
  };
  expect(layerViolations(planted(files))).toHaveLength(3);
});

test.each([
  ['monitoring', 'policy'],
  ['policy', 'prompts'],
  ['prompts', 'optimisation'],
  ['optimisation', 'lifecycle'],
  ['lifecycle', 'incidents'],
  ['prompts', 'incidents'],
])('the room %s may not know %s', (own, theirs) => {
  expect(broken(`${src}/rooms/${own}/views/a.ts`, `../../${theirs}/index.ts`)).toHaveLength(1);
});

test('a room is entered by its door only', () => {
  expect(broken(`${src}/rooms/incidents/a.ts`, '../monitoring/index.ts')).toEqual([]);
  expect(broken(`${src}/rooms/incidents/a.ts`, '../monitoring/store.ts')).toHaveLength(1);
  expect(broken(`${src}/rooms/incidents/a.ts`, '../monitoring/contract.ts')).toHaveLength(1);
});

test.each([
  ['spine/a.ts', '../stats/e-process.ts'],
  ['ports/database.ts', '../spine/tx.ts'],
  ['rooms/policy/verbs/a.ts', '../../../spine/ledger/change.ts'],
  ['rooms/policy/a.ts', '../monitoring/index.ts'],
  ['rooms/policy/a.ts', '../../access/index.ts'],
  ['adapters/jobs/a.ts', '../postgres/gate.ts'],
  ['http/otlp.ts', '../ingest/otlp/response.ts'],
  ['http/server.ts', '../rooms/policy/routes.ts'],
  ['cli/up.ts', '../main.ts'],
  ['main.ts', './app.ts'],
  ['app.ts', './adapters/postgres/open.ts'],
  ['http/server.ts', 'hono'],
  ['ingest/a.test.ts', '../adapters/clickhouse/warehouse.fixture.ts'],
])('%s may import %s', (path, specifier) => {
  expect(broken(`${src}/${path}`, specifier)).toEqual([]);
});

test('the web knows contracts only, the SDK nothing', () => {
  expect(broken('packages/web/src/app/a.tsx', 'signalbox/contract/monitoring')).toEqual([]);
  expect(broken('packages/web/src/app/a.tsx', 'react')).toEqual([]);
  expect(broken('packages/web/src/app/a.tsx', '../ui/lamp.tsx')).toEqual([]);
  expect(broken('packages/web/src/app/a.tsx', 'signalbox/app')).toHaveLength(1);
  expect(broken('packages/web/src/app/a.tsx', '../../../server/src/rooms/monitoring/contract.ts')).toHaveLength(1);
  expect(broken('packages/sdk/src/index.ts', 'zod')).toHaveLength(1);
  expect(broken('packages/sdk/src/index.ts', './guard.ts')).toEqual([]);
});
