import { expect, test } from 'vitest';
import { importsOf, resolve } from './imports.ts';

const seen = (source: string): string[] => importsOf(source).map((one) => `${one.kind} ${one.specifier}`);

test.each([
  [`import a from './a.ts';`, ['value ./a.ts']],
  [`import { a, type B } from "./a.ts";`, ['value ./a.ts']],
  [`import * as a from './a.ts'`, ['value ./a.ts']],
  [`import './side.css';`, ['value ./side.css']],
  [`import type { A } from './a.ts';`, ['type ./a.ts']],
  [`import { type A, type B } from './a.ts';`, ['type ./a.ts']],
  [`import {\n  a,\n  b as c,\n} from './a.ts';\nimport { d } from 'd';`, ['value ./a.ts', 'value d']],
  [`export * from './a.ts';`, ['value ./a.ts']],
  [`export * as a from './a.ts';`, ['value ./a.ts']],
  [`export { a } from './a.ts';`, ['value ./a.ts']],
  [`export type { A } from './a.ts';`, ['type ./a.ts']],
  [`const a = await import('./a.ts');`, ['value ./a.ts']],
  [`const a = lazy(() => import('./a.ts'));`, ['value ./a.ts']],
  ['const a = await import(`./${name}.ts`);', ['value ?']],
  [`let a: import('./a.ts').Thing;`, ['type ./a.ts']],
  [`let a: typeof import('./a.ts');`, ['type ./a.ts']],
  [`new Worker(new URL('./w-worker.ts', import.meta.url));`, ['value ./w-worker.ts']],
])('sees %s', (source, expected) => {
  expect(seen(source)).toEqual(expected);
});

test.each([
  [`// import a from './a.ts';`],
  [`/* import a from './a.ts'; */`],
  ['const text = `import a from "./a.ts"`;'],
  [`const text = "import a from './a.ts'";`],
  [`const pattern = /import a from '.\\/a.ts'/g;`],
  [`export const a = 1; const from = './a.ts';`],
  [`export { a };`],
  [`const here = import.meta.dirname;`],
  [`registry.import('./a.ts');`],
])('is not fooled by %s', (source) => {
  expect(seen(source)).toEqual([]);
});

test('goes on after templates, patterns, apostrophes in markup and odd quotes', () => {
  const source = [
    'const a = `one ${b ? `two ${c}` : {}} three`;',
    `const quote = /['"\`]/.test(a) && a / 2;`,
    `const page = <p>don't</p>;`,
    `import { late } from './late.ts';`,
  ].join('\n');
  expect(seen(source)).toEqual(['value ./late.ts']);
});

test('sees an import inside a template hole', () => {
  expect(seen('const a = `x ${await import("./a.ts")} y`;')).toEqual(['value ./a.ts']);
});

test('resolves relative specifiers from the folder of the file', () => {
  expect(resolve('packages/server/src/rooms/policy/index.ts', '../../spine/ctx.ts')).toBe(
    'packages/server/src/spine/ctx.ts',
  );
  expect(resolve('packages/server/src/app.ts', 'hono')).toBe('hono');
});
