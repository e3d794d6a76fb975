import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue, type ErrorCode } from './error-catalogue.ts';
import { AppError } from './errors.ts';

const root = join(import.meta.dirname, '..');
const codes = Object.keys(catalogue) as ErrorCode[];
const named = (code: ErrorCode): string[] => [...catalogue[code].detail.matchAll(/\{(\w+)\}/g)].map((one) => one[1]!);

const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/\.(test|fixture)\.ts$|error-catalogue/.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** Each `new AppError('…', …)` of the source with the text of its arguments. */
function thrown(text: string): { code: string; args: string }[] {
  return [...text.matchAll(/new AppError\(\s*'([a-z_]+\.[a-z_]+)'/g)].map((match) => {
    let depth = 1;
    let at = match.index + 'new AppError('.length;
    for (; depth > 0 && at < text.length; at++) depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0;
    return { code: match[1]!, args: text.slice(match.index, at) };
  });
}

describe('the words of an error', () => {
  test('whoever throws it with its code gives every parameter that its sentence names', () => {
    const missing = sources.flatMap(({ path, text }) =>
      thrown(text).flatMap(({ code, args }) => {
        // Parameters that come from elsewhere are not seen here.
        if (/params(?:\s*[,}]|:\s*[a-z]\w*\b(?!\s*:))/i.test(args) || /\.\.\./.test(args) || !(code in catalogue))
          return [];
        return named(code as ErrorCode)
          .filter((name) => !new RegExp(`\\b${name}\\b`).test(args))
          .map((name) => `${path}: ${code} without {${name}}`);
      }),
    );
    expect(missing).toEqual([]);
    // The eye that reads the source is open.
    expect(sources.flatMap(({ text }) => thrown(text)).length).toBeGreaterThan(150);
    expect(thrown("new AppError('a.b', { params: { x: f(1) } }), y")).toEqual([
      { code: 'a.b', args: "new AppError('a.b', { params: { x: f(1) } })" },
    ]);
  });

  test('a title ends without a full stop, a detail with one, or with a command or a part that is told', () => {
    const wrong = codes.filter((code) => {
      const { title, detail } = catalogue[code];
      const isWhole = /[.…}]$|: signalbox [a-z-]+(?: [a-z-]+)?$/.test(detail);
      return (
        !/^[^.]/.test(title) ||
        /[.!]$/.test(title) ||
        !isWhole ||
        /\b(?:oops|sorry|please|illegal)\b/i.test(title + detail)
      );
    });
    expect(wrong).toEqual([]);
  });

  test('a status is one of a client’s or a server’s errors', () => {
    const statuses = new Set(codes.map((code) => catalogue[code].status));
    expect([...statuses].filter((status) => status < 400 || status > 599)).toEqual([]);
  });

  test('every code can still be met: one that nobody throws is a promise that nobody keeps', () => {
    const all = sources.map(({ text }) => text).join('\n');
    const unused = codes.filter((code) => !all.includes(`'${code}'`) && !all.includes(`"${code}"`));
    expect(unused).toEqual([]);
  });
});

test.each(codes)('%s fills its sentence, and holds no more than it is given', (code) => {
  const params = Object.fromEntries(named(code).map((name) => [name, `<${name}>`]));
  const error = new AppError(code, { params });
  expect(error.message).not.toMatch(/\{\w+\}/);
  for (const name of named(code)) expect(error.message).toContain(`<${name}>`);
  expect(error).toMatchObject({ code, status: catalogue[code].status, title: catalogue[code].title });
});
