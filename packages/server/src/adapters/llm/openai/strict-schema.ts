import { isJson, type Json } from '../dialect.ts';

const refused = ['oneOf', 'allOf', 'not', 'if', 'dependentRequired', 'dependentSchemas', 'patternProperties'];

/** Does OpenAI take this schema as strict? It wants every object closed and every property required, all the way down. */
export function isStrict(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isStrict);
  if (!isJson(schema)) return true;
  if (refused.some((keyword) => Object.hasOwn(schema, keyword))) return false;
  const properties = schema['properties'];
  if ([schema['type']].flat().includes('object') || isJson(properties)) {
    const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
    if (schema['additionalProperties'] !== false) return false;
    if (!Object.keys((properties ?? {}) as Json).every((name) => required.has(name))) return false;
  }
  return below(schema).every(isStrict);
}

function below(schema: Json): unknown[] {
  const maps = ['properties', '$defs', 'definitions'].flatMap((key) => Object.values((schema[key] ?? {}) as Json));
  return [...maps, schema['items'], schema['anyOf']];
}
