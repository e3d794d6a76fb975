import type { DeliveredPrompt, Release } from '../delivery/release.ts';
import type { Subject } from '../delivery/subject.ts';
import type { Config } from '../options.ts';
import type { Prompt } from '../prompts/prompt.ts';
import type { AttributeValue } from './tracer.ts';

export type PromptNamed = { name: string; version: number };

/** What every span of a run says of it. What is not known is left out. */
export function attributesOf(
  { agent, environment }: Pick<Config, 'agent' | 'environment'>,
  release: Release | null,
  { conversation, user }: Subject,
): Record<string, AttributeValue> {
  return {
    ...{ 'signalbox.agent': agent, 'signalbox.environment': environment },
    ...(release?.digest && { 'signalbox.release': release.digest }),
    ...(release !== null && { 'signalbox.release.version': release.version }),
    ...(conversation && { 'gen_ai.conversation.id': conversation }),
    ...(user && { 'user.id': user }),
  };
}

export const promptAttributes = ({ name, version }: PromptNamed): Record<string, AttributeValue> => ({
  'signalbox.prompt': name,
  ...(version > 0 && { 'signalbox.prompt.version': String(version) }),
});

/** Until one is used: the only one that the release has. */
export function onlyPrompt(release: Release | null): PromptNamed | null {
  const only: DeliveredPrompt | undefined = release?.prompts.length === 1 ? release.prompts[0] : undefined;
  return only === undefined ? null : { name: only.prompt, version: only.version };
}

export const promptNamed = ({ name, version }: Prompt): PromptNamed => ({ name, version });
