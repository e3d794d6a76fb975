import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { createPrompt, movePromptLabel, savePromptVersion } from '../../prompts/index.ts';
import { labelFollowers } from '../labels/followers.ts';
import type { DemoAgent } from './fleet.ts';

type Named = NonNullable<DemoAgent['released']>['prompt'] & { name: string; teamId: string };

/** A prompt with its versions and labels; false = the name is somebody else's, and nothing was made. `at`: that many days ago. */
export async function declarePrompt(at: (days: number) => Ctx, prompt: Named): Promise<boolean> {
  const { name, teamId, folder, versions, labels } = prompt;
  const began = at(versions[0]!.days);
  const made = await createPrompt(began, { name, teamId, folder, kind: 'text', tags: [] }).catch(takenAlready);
  if (made === null) return false;
  for (const { days, text: body, message } of versions) {
    const settings = { models: [], parameters: {}, tools: [] };
    const content = { body, variables: { type: 'object', properties: {} }, settings, outputSchema: null };
    await savePromptVersion(at(days), { id: made.id, content, message });
  }
  for (const [label, number] of Object.entries(labels)) {
    const moved = at(versions[number - 1]!.days);
    await movePromptLabel(moved, labelFollowers, { id: made.id, label, number, reason: 'It was tried.' });
  }
  return true;
}

function takenAlready(error: unknown): null {
  if (error instanceof AppError && error.code === 'prompts.name_taken') return null;
  throw error;
}
