import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { JsonValue, Rendered } from '../contract.ts';
import { renderContent } from '../templates/render.ts';
import { promptVersion } from './prompt-version.ts';

/**
 * A version with its variables filled in; references by label as they stand now. Throws `prompts.not_found`,
 * `prompts.variables_unfit` and `prompts.render_failed`.
 */
export async function renderPrompt(
  ctx: Ctx,
  input: { id: string; at: string; variables: { [name: string]: JsonValue } },
): Promise<Rendered> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const { name, number, digest, content, reached } = await promptVersion(ctx, input.id, input.at);
  const sources = new Map(reached.map((one) => [one.reference, one.text]));
  const body = renderContent(content, sources, input.variables);
  return { name, number, digest, body, settings: content.settings, outputSchema: content.outputSchema };
}
