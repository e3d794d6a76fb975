import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

const file = new URL('../../../../../../shared/data/rollout/ofrep/service/openapi.yaml', import.meta.url);
/** Is the protocol's document there? */
export const hasProtocol = existsSync(file);

type Document = { components: { schemas: Record<string, object> } };

/**
 * What a value lacks of a schema of the protocol's document, '' = nothing. Only where `hasProtocol`. `reasons`: those of OpenFeature
 * that its list has left out.
 */
export function protocolErrors(reasons: readonly string[] = []): (schema: string, value: unknown) => string {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const list = /enum: \[STATIC, /;
  const text = readFileSync(file, 'utf8').replace(list, () => `enum: [${[...reasons, 'STATIC'].join(', ')}, `);
  const document = parse(text) as Document;
  const { codeDefaultFlag, floatFlag } = document.components.schemas;
  // As written it fits every value, so that "exactly one of" refuses all of them; its text says that it has no value.
  Object.assign(codeDefaultFlag!, { not: { required: ['value'] } });
  // Whole numbers are numbers too, so that "exactly one of" refuses them.
  Object.assign(floatFlag!, { not: { properties: { value: { type: 'integer' } } } });
  ajv.addSchema(document, 'ofrep');
  return (schema, value) => {
    const check = ajv.compile({ $ref: `ofrep#/components/schemas/${schema}` });
    return check(value) === true ? '' : ajv.errorsText(check.errors);
  };
}
