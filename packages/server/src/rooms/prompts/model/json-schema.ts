/** A place in a schema and what is wrong there. */
export type SchemaProblem = { path: string; sentence: string };

const types = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
const mostDepth = 20;

/** Keywords of variables: those that are checked in time linear in schema and value. No patterns, no references. */
const ofVariables = new Set([
  ...['$schema', '$comment', 'title', 'description', 'default', 'examples', 'deprecated', 'type', 'enum', 'const'],
  ...[
    'properties',
    'required',
    'additionalProperties',
    'minProperties',
    'maxProperties',
    'items',
    'minItems',
    'maxItems',
  ],
  ...['minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['anyOf', 'oneOf', 'allOf'],
]);
const schemaMaps = ['properties', '$defs', 'definitions', 'patternProperties', 'dependentSchemas'];
const schemaLists = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const schemaPlaces = ['additionalProperties', 'contains', 'propertyNames', 'not', 'if', 'then', 'else'];
const sizes = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'];
const bounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];

/** Where a JSON Schema (2020-12) is none; it is not fetched, nor is anything it names elsewhere. */
export const schemaProblems = (schema: unknown): SchemaProblem[] => look(schema, { path: '', depth: 0, root: schema });

/** The same for variables: an object, described by keywords that stay cheap whatever the values. */
export function variablesProblems(schema: unknown): SchemaProblem[] {
  if (!isObject(schema) || schema['type'] !== 'object')
    return [{ path: '', sentence: 'must be a JSON Schema with "type": "object"' }];
  return look(schema, { path: '', depth: 0, root: schema, keywords: ofVariables });
}

type Place = { path: string; depth: number; root: unknown; keywords?: ReadonlySet<string> };

function look(schema: unknown, place: Place): SchemaProblem[] {
  const { path, depth, root, keywords } = place;
  if (typeof schema === 'boolean') return [];
  if (!isObject(schema)) return [{ path, sentence: 'must be an object or a boolean' }];
  if (depth > mostDepth) return [{ path, sentence: `is more than ${mostDepth} schemas deep` }];
  const found: SchemaProblem[] = [];
  const wrong = (keyword: string, sentence: string): void => void found.push({ path: at(path, keyword), sentence });
  const below = (value: unknown, ...keys: string[]): void =>
    void found.push(...look(value, { ...place, path: keys.reduce(at, path), depth: depth + 1 }));
  if (keywords !== undefined)
    for (const keyword of Object.keys(schema))
      if (!keywords.has(keyword)) wrong(keyword, `"${keyword}" is not taken for variables`);
  const { type, required, enum: values, $ref, pattern, items } = schema;
  if (
    type !== undefined &&
    !(typeof type === 'string' ? [type] : list(type)).every((one) => types.includes(one as string))
  )
    wrong('type', `must be one or a list of ${types.join(', ')}`);
  if (Array.isArray(type) && type.length === 0) wrong('type', 'must not be empty');
  if (required !== undefined && !list(required).every((one) => typeof one === 'string'))
    wrong('required', 'must be a list of names');
  if (values !== undefined && !Array.isArray(values)) wrong('enum', 'must be a list');
  if ($ref !== undefined && !leadsSomewhere(root, $ref)) wrong('$ref', 'must lead to a place in this schema, "#/…"');
  if (pattern !== undefined && !isPattern(pattern)) wrong('pattern', 'is no regular expression');
  for (const size of sizes)
    if (schema[size] !== undefined && !(Number.isInteger(schema[size]) && (schema[size] as number) >= 0))
      wrong(size, 'must be a whole number from 0');
  for (const bound of bounds)
    if (schema[bound] !== undefined && typeof schema[bound] !== 'number') wrong(bound, 'must be a number');
  for (const key of schemaMaps)
    if (isObject(schema[key])) for (const [name, one] of Object.entries(schema[key])) below(one, key, name);
    else if (schema[key] !== undefined) wrong(key, 'must be an object of schemas');
  for (const key of schemaLists)
    if (Array.isArray(schema[key]) && schema[key].length > 0)
      schema[key].forEach((one, n) => below(one, key, String(n)));
    else if (schema[key] !== undefined) wrong(key, 'must be a list of schemas');
  for (const key of schemaPlaces) if (schema[key] !== undefined) below(schema[key], key);
  if (items !== undefined) below(items, 'items');
  return found;
}

const at = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [null]);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isPattern(pattern: unknown): boolean {
  try {
    return typeof pattern === 'string' && new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** JSON Pointer (RFC 6901) inside the schema. */
function leadsSomewhere(root: unknown, ref: unknown): boolean {
  if (typeof ref !== 'string' || !/^#(?:\/|$)/.test(ref)) return false;
  let here: unknown = root;
  for (const step of ref
    .slice(2)
    .split('/')
    .filter((one) => one !== '')) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return false;
    here = (here as Record<string, unknown>)[name];
  }
  return true;
}
