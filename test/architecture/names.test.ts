import { expect, test } from 'vitest';
import { furnitureViolations, nameViolations } from './names.ts';
import { planted, readTree } from './tree.ts';

const src = 'packages/server/src';

test('names say what a thing is, and every export has one', () => {
  expect(nameViolations(readTree())).toEqual([]);
});

test('every room has its furniture', () => {
  expect(furnitureViolations(readTree())).toEqual([]);
});

test.each([['utils.ts'], ['spine/helpers.ts'], ['common/ids.ts'], ['rooms/policy/shared/a.ts'], ['http/util.test.ts']])(
  'the name %s is refused',
  (path) => {
    expect(nameViolations(planted({ [`${src}/${path}`]: 'export const a = 1;' }))).toHaveLength(1);
  },
);

test.each([['export default 1;'], ['export default function a() {}'], ['const a = 1;\nexport { a as default };']])(
  'the default export in "%s" is refused',
  (text) => {
    expect(nameViolations(planted({ [`${src}/a.ts`]: text }))).toHaveLength(1);
  },
);

test.each([
  ['// export default is refused'],
  [`import { a as b } from './a.ts';`],
  [`const text = 'export default';`],
  [`import { default as a } from 'a';`],
])('"%s" is no default export', (text) => {
  expect(nameViolations(planted({ [`${src}/a.ts`]: text }))).toEqual([]);
});

test('configuration files may export a default, as their tools ask', () => {
  expect(nameViolations(planted({ 'vitest.config.ts': 'export default {};' }))).toEqual([]);
});

test('a room without README, door or contract is named', () => {
  const room = `${src}/rooms/policy`;
  expect(furnitureViolations(planted({ [`${room}/verbs/block.ts`]: '' }))).toEqual([
    `${room} has no README.md`,
    `${room} has no index.ts`,
    `${room} has no contract.ts`,
  ]);
  expect(furnitureViolations(planted({ [`${src}/access/index.ts`]: '', [`${src}/access/contract.ts`]: '' }))).toEqual([
    `${src}/access has no README.md`,
  ]);
});
