import { type Schema, Validator } from '@cfworker/json-schema';
import type { Content, JsonValue } from '../contract.ts';
import { AppError, type FieldError } from '../../../spine/errors.ts';

type Values = { [name: string]: JsonValue };
const mostLetters = 500_000;
const mostFields = 20;

/**
 * The variables as a template gets them: checked against their schema, defaults filled in, what is declared and not given is null.
 * Throws `prompts.variables_unfit`.
 */
export function valuesFor(schema: Content['variables'], given: Values): Values {
  const declared = Object.entries((schema['properties'] ?? {}) as { [name: string]: JsonValue });
  const values: Values = { ...given };
  for (const [name, one] of declared) {
    const fallback = isObject(one) ? one['default'] : undefined;
    if (!Object.hasOwn(values, name) && fallback !== undefined) values[name] = structuredClone(fallback);
  }
  const fields = unfit(schema, values);
  if (fields.length > 0) throw new AppError('prompts.variables_unfit', { fields });
  for (const [name] of declared) if (!Object.hasOwn(values, name)) values[name] = null;
  return values;
}

function unfit(schema: Content['variables'], values: Values): FieldError[] {
  try {
    if (JSON.stringify(values).length > mostLetters)
      return [{ path: 'variables', message: `has more than ${mostLetters} characters` }];
    const { valid, errors } = new Validator(schema as Schema, '2020-12', false).validate(values);
    if (valid) return [];
    return nearest(errors)
      .slice(0, mostFields)
      .map(({ instanceLocation, error }) => ({
        path: ['variables', ...instanceLocation.split('/').slice(1)].join('.'),
        message: error,
      }));
  } catch (error) {
    return [{ path: 'variables', message: `cannot be checked: ${(error as Error).message}`.slice(0, 300) }];
  }
}

/** The last error of a place is the nearest to it; those above only say that something below is wrong. */
export const nearest = <E extends { keywordLocation: string }>(errors: readonly E[]): E[] =>
  errors.filter((one) => !errors.some((other) => other !== one && isBelow(other, one)));

const isBelow = (one: { keywordLocation: string }, other: { keywordLocation: string }): boolean =>
  one.keywordLocation.startsWith(`${other.keywordLocation}/`);
const isObject = (value: JsonValue): value is { [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
