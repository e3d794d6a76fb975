import type { DeliveredPrompt, Message, Release } from '../delivery/release.ts';
import { SignalboxError } from '../errors.ts';
import { render } from '../liquid/render.ts';
import { type Values, valuesFor } from './variables.ts';

/** A prompt with its variables filled in. */
export type Prompt = {
  readonly slot: string;
  readonly name: string;
  readonly version: number;
  /** Of a text prompt the text, of a chat prompt its messages' texts, an empty line between. */
  readonly text: string;
  /** A text prompt is one system message. */
  readonly messages: readonly Message[];
  /** As the prompt's author set them: models, parameters, tools. */
  readonly settings: Readonly<Record<string, unknown>>;
};

/** By slot, else by name. Throws SignalboxError `no_prompt`, `variables_unfit`, `not_rendered`. */
export function promptOf(release: Pick<Release, 'prompts' | 'version'>, slotOrName: string, values: Values): Prompt {
  const one = find(release, slotOrName);
  if (one.content === null)
    throw new SignalboxError('no_prompt', `The text of ${one.prompt} version ${one.version} is not kept in Signalbox.`);
  const { body, variables = {}, settings = {} } = one.content;
  const filled = valuesFor(variables, values);
  const fill = (template: string): string => rendered(one, template, filled);
  const messages =
    typeof body === 'string'
      ? [{ role: 'system', content: fill(body) }]
      : body.flatMap((message): Message[] =>
          'role' in message
            ? [{ role: message.role, content: fill(message.content) }]
            : messagesGiven(message.placeholder, filled),
        );
  const text = messages.map((message) => message.content).join('\n\n');
  const { slot, prompt: name, version } = one;
  return { slot, name, version, text, messages, settings: settings as Prompt['settings'] };
}

function find({ prompts, version }: Pick<Release, 'prompts' | 'version'>, slotOrName: string): DeliveredPrompt {
  const found = prompts.find((one) => one.slot === slotOrName) ?? prompts.find((one) => one.prompt === slotOrName);
  if (found !== undefined) return found;
  const there = prompts.map((one) => `"${one.slot}"`).join(', ') || 'none';
  throw new SignalboxError('no_prompt', `Release ${version} has no prompt "${slotOrName}"; it has ${there}.`);
}

function rendered({ prompt, version, texts = {} }: DeliveredPrompt, template: string, values: Values): string {
  try {
    return render(template, { values, texts });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SignalboxError('not_rendered', `${prompt} version ${version} cannot be rendered: ${why}.`, { cause });
  }
}

function messagesGiven(placeholder: string, values: Values): Message[] {
  const given = (values[placeholder] ?? []) as Message[];
  const fits =
    Array.isArray(given) && given.every((one) => typeof one?.role === 'string' && typeof one.content === 'string');
  if (!fits)
    throw new SignalboxError('variables_unfit', `variables.${placeholder} must be a list of { role, content }.`);
  return given.map(({ role, content }) => ({ role, content }));
}
