import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Lints the given files with the project's own configuration; answers `rule file`, sorted. */
function lint(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-lint-'));
  folders.push(folder);
  cpSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  cpSync(join(root, 'tools', 'lint'), join(folder, 'tools', 'lint'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const run = spawnSync(process.execPath, [oxlint, '-f', 'json', 'packages'], { cwd: folder, encoding: 'utf8' });
  const found = JSON.parse(run.stdout) as { diagnostics: { code: string; filename: string }[] };
  return found.diagnostics.map((one) => `${one.code} ${one.filename.split('/').at(-1)}`).sort();
}

const verbs = 'packages/server/src/rooms/incidents/verbs';
const authorized = `authorize(ctx, 'run.read');`;

test.each([
  ['an exported function', `export async function act(ctx) { const a = 1; ${authorized} return a; }`],
  ['an exported arrow', `export const act = async (ctx) => { return ctx; };`],
  ['an arrow without a body', `export const act = (ctx) => ctx.state;`],
  ['a function exported by name', `async function act(ctx) { return ctx; }\nexport { act };`],
  ['a comment without a reason', `// open to all:\nexport async function act(ctx) { return ctx; }`],
  [
    'a comment that belongs to another verb',
    `// open to all: shows nothing\nexport function one() {\n  return 1;\n}\nexport function act(ctx) { return ctx; }`,
  ],
])('verb-authorizes fires on %s', (_, text) => {
  expect(lint({ [`${verbs}/act.ts`]: text })).toEqual(['signalbox(verb-authorizes) act.ts']);
});

test.each([
  ['authorize first', `export async function act(ctx) { ${authorized} return ctx; }`],
  ['an arrow that authorizes', `export const act = async (ctx) => { ${authorized} return ctx; };`],
  ['an awaited authorize', `export async function act(ctx) { await authorize(ctx, 'run.read'); return ctx; }`],
  [
    'a reason before it',
    `// open to all: whoever holds the link may use it\nexport async function act(ctx) { return ctx; }`,
  ],
  [
    'a reason inside',
    `export async function act(ctx) {\n  // open to all: the password is the right\n  return ctx;\n}`,
  ],
  [
    'what is not exported',
    `function part(ctx) { return ctx; }\nexport async function act(ctx) { ${authorized} return part(ctx); }`,
  ],
  ['what is no function', `export const limit = 5;\nexport type Input = string;`],
])('verb-authorizes lets pass: %s', (_, text) => {
  expect(lint({ [`${verbs}/act.ts`]: text })).toEqual([]);
});

test('verb-authorizes leaves files outside verbs/ and tests alone', () => {
  const text = `export async function act(ctx) { return ctx; }`;
  expect(lint({ 'packages/server/src/rooms/incidents/views/act.ts': text, [`${verbs}/act.test.ts`]: text })).toEqual(
    [],
  );
});

const verb = (body: string) => `export async function act(ctx, tx) { ${authorized} ${body} }`;

test.each([
  ['an insert', `await tx.insertInto('teams').values({}).execute();`],
  ['an update', `await tx.updateTable('teams').set({}).execute();`],
  ['a deletion', `await tx.deleteFrom('teams').execute();`],
  ['SQL text', 'await tx.run(`delete from teams where id = 1`);'],
])('verb-ledgers fires on %s without an event', (_, body) => {
  expect(lint({ [`${verbs}/act.ts`]: verb(body) })).toEqual(['signalbox(verb-ledgers) act.ts']);
});

test.each([
  ['an event', `await change(ctx, async (unit) => { await tx.insertInto('teams').execute(); unit.append({}); });`],
  ['append by itself', `await tx.insertInto('teams').execute(); append({});`],
  ['an operational table', `await tx.insertInto('ops_sessions').execute();`],
  ['a lock', 'await tx.run(`select id from teams for update skip locked`);'],
  ['a read', `await tx.selectFrom('teams').execute();`],
])('verb-ledgers lets pass: %s', (_, body) => {
  expect(lint({ [`${verbs}/act.ts`]: verb(body) })).toEqual([]);
});

test('the configuration forbids adapters, default exports, five parameters, cycles and any', () => {
  const src = 'packages/server/src';
  const found = lint({
    [`${src}/rooms/incidents/views/a.ts`]: `import { open } from '../../../adapters/postgres/open.ts';\nexport const a = open;`,
    [`${src}/app.ts`]: `import { open } from './adapters/postgres/open.ts';\nexport const a = open;`,
    [`${src}/spine/b.ts`]: `export default 1;`,
    [`${src}/spine/c.ts`]: `export const c = (a, b, d, e, f) => [a, b, d, e, f];`,
    [`${src}/spine/d.ts`]: `import { e } from './e.ts';\nexport const d = () => e();`,
    [`${src}/spine/e.ts`]: `import { d } from './d.ts';\nexport const e = () => d();`,
    [`${src}/spine/f.ts`]: `export const f = (x: any) => x;`,
    [`${src}/spine/g.ts`]: `export const g = 1;\n`.padEnd(4000, '//\n'),
    'packages/web/src/h.ts': `import type { Run } from 'signalbox/contract/monitoring';\nimport { q } from '../../server/src/app.ts';\nexport const h = (run: Run) => q(run);`,
  });
  expect(found).toEqual([
    'eslint(max-lines) g.ts',
    'eslint(max-params) c.ts',
    'eslint(no-restricted-imports) a.ts',
    'eslint(no-restricted-imports) h.ts',
    'import(no-cycle) d.ts',
    'import(no-cycle) e.ts',
    'import(no-default-export) b.ts',
    'typescript(no-explicit-any) f.ts',
  ]);
});
