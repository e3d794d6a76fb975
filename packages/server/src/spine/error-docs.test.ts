import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from './error-catalogue.ts';
import { errorDocs } from './error-docs.ts';
import { AppError } from './errors.ts';

const committed = join(import.meta.dirname, '../../../../docs/errors.md');

test('docs/errors.md is what the catalogue says (signalbox errors docs/errors.md)', () => {
  expect(readFileSync(committed, 'utf8')).toBe(errorDocs());
});

test.each(Object.entries(catalogue))('%s is well formed', (code, { status, title, detail }) => {
  expect(code).toMatch(/^[a-z]+\.[a-z_]+$/);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(title).not.toMatch(/[.!]$/);
  expect(detail).toMatch(/[.}]|login-link$/);
});

test('a detail is filled with its parameters, and keeps what is not given', () => {
  const error = new AppError('request.too_large', { params: { limit: 5 } });
  expect(error.message).toBe('At most 5 bytes; this one has more. Send less at once.');
  expect(new AppError('request.too_large').message).toContain('{limit}');
});
