import type { UsableProvider } from '../../../access/index.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { closureOf, referencesIn, sourcesOf } from '../closure.ts';
import type { Content } from '../contract.ts';
import type { Lane, RunLane } from '../contract-playground.ts';
import { findPrompt, missing } from '../find-prompt.ts';
import { promptDb } from '../tables.ts';
import { promptVersion } from '../views/prompt-version.ts';

/** A lane as a run keeps it. `sources`: texts of all references as they stood when it began, by reference. */
export type KeptLane = RunLane & { sources: { [reference: string]: string } };
type Found = Pick<KeptLane, 'promptId' | 'promptName' | 'number' | 'sources'> & { content: Content };

/** The lane with everything it names looked up, and its own model, parameters, tools and schema in the content. */
export async function laneOf(ctx: Ctx, lane: Lane, provider: Pick<UsableProvider, 'id' | 'name'>): Promise<KeptLane> {
  const { content, ...found } = await sourceOf(ctx, lane.source);
  const { settings, outputSchema } = content;
  const { model, parameters, tools, toolChoice, userMessage, stream } = lane;
  return {
    ...found,
    ...{ providerId: provider.id, providerName: provider.name, model, userMessage, stream },
    content: {
      ...content,
      settings: {
        ...settings,
        models: [model, ...settings.models.filter((one) => one !== model)].slice(0, 20),
        ...(parameters !== undefined && { parameters }),
        ...(tools !== undefined && { tools }),
        ...(toolChoice !== undefined && { toolChoice }),
      },
      outputSchema: lane.outputSchema === undefined ? outputSchema : lane.outputSchema,
    },
  };
}

/** Throws `prompts.not_found`, also for a draft where the actor has none. */
async function sourceOf(ctx: Ctx, source: Lane['source']): Promise<Found> {
  if ('at' in source) {
    const { promptId, name, number, content, reached } = await promptVersion(ctx, source.promptId, source.at);
    const sources = Object.fromEntries(reached.map((one) => [one.reference, one.text]));
    return { promptId, promptName: name, number, content, sources };
  }
  if ('content' in source) return { ...nobody, content: source.content, sources: await textsFor(ctx, source.content) };
  const { id: promptId, name: promptName } = await findPrompt(ctx, source.promptId);
  const drafts = promptDb(ctx.state.db).selectFrom('prompt_drafts').select('content').where('prompt_id', '=', promptId);
  const draft = await drafts.where('person_id', '=', ctx.actor.id).executeTakeFirst();
  if (draft === undefined) throw missing(`draft of yours of "${promptName}"`);
  const content = JSON.parse(draft.content) as Content;
  return { promptId, promptName, number: null, content, sources: await textsFor(ctx, content) };
}

const nobody = { promptId: null, promptName: null, number: null };

/** What is not there is told where it is rendered. */
async function textsFor(ctx: Ctx, { body }: Content): Promise<KeptLane['sources']> {
  const closure = await closureOf(promptDb(ctx.state.db), ctx.workspaceId, referencesIn(body));
  return Object.fromEntries(sourcesOf(closure));
}
