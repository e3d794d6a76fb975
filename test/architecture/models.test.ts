import { expect, test } from 'vitest';
import { modelViolations } from './models.ts';
import { planted, readTree } from './tree.ts';

const model = 'packages/server/src/rooms/monitoring/model/assemble.ts';
const found = (text: string, path = model): string[] => modelViolations(planted({ [path]: text }));

test('models are pure', () => {
  expect(modelViolations(readTree())).toEqual([]);
});

test.each([
  [`import { createHash } from 'node:crypto';`],
  [`import type { Hash } from 'node:crypto';`],
  [`import { newId } from '../../../spine/ids.ts';`],
  [`import { z } from 'zod';`],
  [`import { other } from '../../policy/model/other.ts';`],
  [`export * from '../store.ts';`],
  [`export const at = () => Date.now();`],
  [`export const dice = () => Math.random();`],
  [`export const at = new Date();`],
  [`export const later = (f) => setTimeout(f, 1);`],
])('fires on %s', (text) => {
  expect(found(text)).toHaveLength(1);
});

test.each([
  [`import type { Run } from '../contract.ts';`],
  [`import { group } from './group.ts';`],
  [`import { type Clock } from '../../../spine/clock.ts';`],
  [`// Date.now() would be wrong here\nexport const at = (now: number) => new Date(now);`],
])('lets pass: %s', (text) => {
  expect(found(text)).toEqual([]);
});

test('tests of models may use anything', () => {
  expect(found(`import fc from 'fast-check';`, model.replace('.ts', '.test.ts'))).toEqual([]);
});
