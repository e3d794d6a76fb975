import type { Liquid } from 'liquidjs';
import { z } from 'zod';
import { AppError } from '../../../spine/errors.ts';
import type { Content, JsonValue, Rendered } from '../contract.ts';
import { engineWith, refusalOf } from './engine.ts';
import { valuesFor } from './values.ts';

const mostLetters = 1_000_000;
/** For all messages together. */
const mostMs = 1_000;
const GivenMessages = z.array(z.object({ role: z.string().min(1).max(60), content: z.string() })).max(1000);

/**
 * The body with its variables filled in. `sources`: texts of all references, by `name@place`. Values are never templates, whatever
 * stands in them. Throws `prompts.variables_unfit` and `prompts.render_failed`, nothing else.
 */
export function renderContent(
  content: Pick<Content, 'body' | 'variables'>,
  sources: ReadonlyMap<string, string>,
  variables: { [name: string]: JsonValue },
): Rendered['body'] {
  const values = valuesFor(content.variables, variables);
  const engine = engineWith(sources);
  const left = { letters: mostLetters, until: performance.now() + mostMs };
  if (typeof content.body === 'string') return fill(engine, content.body, values, left);
  return content.body.flatMap((message) => {
    if ('role' in message) return [{ role: message.role, content: fill(engine, message.content, values, left) }];
    const given = GivenMessages.safeParse(values[message.placeholder] ?? []);
    if (given.success) return given.data;
    const field = { path: `variables.${message.placeholder}`, message: 'must be a list of { role, content }' };
    throw new AppError('prompts.variables_unfit', { fields: [field] });
  });
}

function fill(engine: Liquid, text: string, values: object, left: { letters: number; until: number }): string {
  let out: string;
  try {
    const templates = engine.parse(text);
    const renderLimit = Math.max(1, left.until - performance.now());
    out = engine.renderSync(templates, values, { renderLimit }) as string;
  } catch (error) {
    throw new AppError('prompts.render_failed', { params: { reason: refusalOf(error).sentence }, cause: error });
  }
  // Looked at before it is used: until then V8 has only noted which pieces it is made of.
  left.letters -= out.length;
  if (left.letters >= 0) return out;
  throw new AppError('prompts.render_failed', {
    params: { reason: `it becomes longer than ${mostLetters} characters` },
  });
}
