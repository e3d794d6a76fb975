import { SignalboxError } from '../errors.ts';

export type Values = { readonly [name: string]: unknown };
type Schema = Readonly<Record<string, unknown>>;

/** The variables of a template: defaults filled in, checked by their JSON Schema, what is declared and not given null. Throws `variables_unfit`. */
export function valuesFor(schema: object, given: Values): Values {
  const properties = objectOf((schema as Schema)['properties']);
  const values: Record<string, unknown> = { ...given };
  for (const [name, one] of Object.entries(properties)) {
    const fallback = objectOf(one)['default'];
    if (!Object.hasOwn(values, name) && fallback !== undefined) values[name] = structuredClone(fallback);
  }
  const problem = unfit(schema, values, 'variables');
  if (problem !== null) throw new SignalboxError('variables_unfit', `The variables do not fit: ${problem}.`);
  for (const name of Object.keys(properties)) if (!Object.hasOwn(values, name)) values[name] = null;
  return values;
}

const objectOf = (value: unknown): Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {};
const isList = Array.isArray as (value: unknown) => value is unknown[];

/** The first thing that is wrong, in words; null = it fits. Of JSON Schema the keywords that Signalbox takes for variables. */
function unfit(schema: unknown, value: unknown, path: string): string | null {
  if (schema === false) return `${path} must not be given`;
  const rules = objectOf(schema);
  const { type, enum: values, const: only } = rules;
  const types = type === undefined ? [] : isList(type) ? type : [type];
  if (types.length > 0 && !types.some((one) => isOf(one, value))) return `${path} must be ${types.join(' or ')}`;
  if (isList(values) && !values.some((one) => isSame(one, value)))
    return `${path} must be one of ${JSON.stringify(values)}`;
  if (only !== undefined && !isSame(only, value)) return `${path} must be ${JSON.stringify(only)}`;
  const combined = unfitCombination(rules, value, path);
  if (combined !== null) return combined;
  if (typeof value === 'number') return unfitNumber(rules, value, path);
  if (typeof value === 'string')
    return unfitSize(rules, [...value].length, { path, what: 'Length', noun: 'characters' });
  if (isList(value)) {
    const size = unfitSize(rules, value.length, { path, what: 'Items', noun: 'items' });
    return size ?? first(value, (one, at) => unfit(rules['items'], one, `${path}.${at}`));
  }
  return typeof value === 'object' && value !== null ? unfitObject(rules, value as Values, path) : null;
}

const isOf = (type: unknown, value: unknown): boolean =>
  type === 'null'
    ? value === null
    : type === 'array'
      ? isList(value)
      : type === 'integer'
        ? Number.isInteger(value)
        : type === 'object'
          ? typeof value === 'object' && value !== null && !isList(value)
          : typeof value === type;

/** As JSON Schema has it: keys in any order. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return one === other;
  const [left, right] = [Object.entries(one), objectOrList(other)];
  return (
    isList(one) === isList(other) &&
    left.length === Object.keys(other).length &&
    left.every(([key, value]) => Object.hasOwn(other, key) && isSame(value, right[key]))
  );
}

const objectOrList = (value: object): Record<string, unknown> => value as Record<string, unknown>;

function first<T>(items: readonly T[], look: (item: T, at: number) => string | null): string | null {
  for (const [at, item] of items.entries()) {
    const found = look(item, at);
    if (found !== null) return found;
  }
  return null;
}

function unfitCombination(rules: Schema, value: unknown, path: string): string | null {
  const fits = (schemas: unknown): number =>
    (schemas as unknown[]).filter((one) => unfit(one, value, path) === null).length;
  if (isList(rules['allOf'])) {
    const found = first(rules['allOf'], (one) => unfit(one, value, path));
    if (found !== null) return found;
  }
  if (isList(rules['anyOf']) && fits(rules['anyOf']) === 0) return `${path} fits none of the schemas it may`;
  if (isList(rules['oneOf']) && fits(rules['oneOf']) !== 1) return `${path} must fit exactly one of its schemas`;
  return null;
}

function unfitNumber(rules: Schema, value: number, path: string): string | null {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = rules as Record<
    string,
    number | undefined
  >;
  if (minimum !== undefined && value < minimum) return `${path} must be at least ${minimum}`;
  if (maximum !== undefined && value > maximum) return `${path} must be at most ${maximum}`;
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum)
    return `${path} must be more than ${exclusiveMinimum}`;
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum)
    return `${path} must be less than ${exclusiveMaximum}`;
  if (multipleOf !== undefined && Math.abs(value / multipleOf - Math.round(value / multipleOf)) > 1e-9)
    return `${path} must be a multiple of ${multipleOf}`;
  return null;
}

type Counted = { path: string; what: 'Length' | 'Items' | 'Properties'; noun: string };

function unfitSize(rules: Schema, size: number, { path, what, noun }: Counted): string | null {
  const [least, most] = [rules[`min${what}`], rules[`max${what}`]];
  if (typeof least === 'number' && size < least) return `${path} must have at least ${least} ${noun}`;
  return typeof most === 'number' && size > most ? `${path} must have at most ${most} ${noun}` : null;
}

function unfitObject(rules: Schema, value: Values, path: string): string | null {
  const properties = objectOf(rules['properties']);
  for (const name of isList(rules['required']) ? (rules['required'] as string[]) : [])
    if (!Object.hasOwn(value, name)) return `${path}.${name} is missing`;
  const rest = rules['additionalProperties'];
  const found = first(Object.keys(value), (name) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : rest;
    return schema === undefined ? null : unfit(schema, value[name], `${path}.${name}`);
  });
  return found ?? unfitSize(rules, Object.keys(value).length, { path, what: 'Properties', noun: 'properties' });
}
