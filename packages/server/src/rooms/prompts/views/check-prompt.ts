import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { checkContent } from '../check-content.ts';
import type { Checked, Content } from '../contract.ts';
import { findPrompt } from '../find-prompt.ts';
import { unknownTools } from '../model/tool-names.ts';
import type { ToolsOf } from '../tools-of.ts';
import { promptDb } from '../tables.ts';

/** What saving this content would say; nothing is kept. */
export async function checkPrompt(
  ctx: Ctx,
  { id, content }: { id: string; content: Content },
  toolsOf: ToolsOf | null = null,
): Promise<Checked> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const { id: promptId, kind, team_id: teamId } = await findPrompt(ctx, id);
  const to = { workspaceId: ctx.workspaceId, promptId, kind, content };
  const { issues, estimatedTokens, references } = await checkContent(promptDb(ctx.state.db), to);
  const isNamedOnly = content.settings.tools.some((one) => one.inputSchema === undefined);
  const known = isNamedOnly && toolsOf !== null ? await toolsOf(ctx, teamId) : null;
  return { issues: [...issues, ...unknownTools(content.settings, known)], estimatedTokens, references };
}
