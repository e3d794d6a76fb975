import { expect, test } from 'vitest';
import { entryFile } from './entry-file.ts';

test('an entry lies beside its caller, in source and in dist', () => {
  expect(entryFile('./x-worker', 'file:///a/src/adapters/open.ts').href).toBe('file:///a/src/adapters/x-worker.ts');
  expect(entryFile('./x-worker', 'file:///a/dist/adapters/open.js').href).toBe('file:///a/dist/adapters/x-worker.js');
});
