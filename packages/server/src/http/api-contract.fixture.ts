import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

type Operation = { responses: Record<string, { content?: Record<string, unknown> }>; security?: unknown[] };
type Document = { paths: Record<string, Record<string, Operation>> };
export type ApiRoute = { method: string; path: string; isPublic: boolean };

export const committedDocument = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../docs/openapi.json'), 'utf8'),
) as Document;

/** Every route of the committed document. */
export const apiRoutes: readonly ApiRoute[] = Object.entries(committedDocument.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { security }]) => ({
    method: method.toUpperCase(),
    path,
    isPublic: security?.length === 0,
  })),
);

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(committedDocument, 'api');
const escape = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Throws unless the answer is one that the committed document promises for this route. Answers to unknown addresses are Problems. */
export async function assertPromised(method: string, path: string, answer: Response): Promise<void> {
  if (method === 'HEAD') return;
  const address = path.split('?')[0]!;
  // A path in letters wins over one with a name in braces that it would fit, too.
  const template = Object.keys(committedDocument.paths)
    .toSorted((a, b) => Number(a.includes('{')) - Number(b.includes('{')))
    .find((one) => new RegExp(`^${one.replace(/\{\w+\}/g, '[^/]+')}$`).test(address));
  const type = (answer.headers.get('content-type') ?? '').split(';')[0]!;
  const operation = template === undefined ? undefined : committedDocument.paths[template]?.[method.toLowerCase()];
  if (operation === undefined) return validate('api#/components/schemas/Problem', type, answer, `${method} ${path}`);
  const status = String(answer.status) in operation.responses ? String(answer.status) : 'default';
  const content = operation.responses[status]!.content;
  if (answer.status >= 400 && type !== 'application/problem+json')
    throw new Error(`${method} ${path}: ${answer.status} as ${type}`);
  if (status === 'default' && answer.status < 400)
    throw new Error(`${method} ${path} answers ${answer.status}, which is not promised.`);
  if (content === undefined) return;
  if (!(type in content)) throw new Error(`${method} ${path} answers ${type}, not ${Object.keys(content).join()}.`);
  if (type === 'text/event-stream') return;
  const pointer = ['paths', template!, method.toLowerCase(), 'responses', status, 'content', type, 'schema']
    .map(escape)
    .join('/');
  await validate(`api#/${pointer}`, type, answer, `${method} ${path}`);
}

async function validate(ref: string, type: string, answer: Response, what: string): Promise<void> {
  if (!type.includes('json')) return;
  const check = ajv.getSchema(ref) ?? ajv.compile({ $ref: ref });
  if (check(await answer.clone().json()) !== true) throw new Error(`${what}: ${ajv.errorsText(check.errors)}`);
}
