import type { Content, Issue, Message } from 'signalbox/contract/prompts';
import { rowsOfSchema, schemaOfRows, type VariableRow } from './variables.ts';

/** A content as it is being written: JSON stands as text, since half a text is no JSON yet. `variables` null = beyond rows. */
export type Editing = {
  body: Content['body'];
  variables: readonly VariableRow[] | null;
  variablesText: string;
  models: string;
  parameters: string;
  tools: string;
  toolChoice: string;
  outputSchema: string;
};

type Json = Content['outputSchema'];
const written = (value: unknown): string => JSON.stringify(value, null, 2);
const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

export function editingOf({ body, variables, settings, outputSchema }: Content): Editing {
  return {
    body,
    variables: rowsOfSchema(variables),
    variablesText: written(variables),
    models: settings.models.join(', '),
    parameters: isEmpty(settings.parameters) ? '' : written(settings.parameters),
    tools: settings.tools.length === 0 ? '' : written(settings.tools),
    toolChoice: settings.toolChoice ?? '',
    outputSchema: outputSchema === null ? '' : written(outputSchema),
  };
}

export const emptyContent = (kind: 'text' | 'chat'): Content => ({
  body: kind === 'text' ? '' : [{ role: 'system', content: '' }],
  variables: { type: 'object', properties: {} },
  settings: { models: [], parameters: {}, tools: [] },
  outputSchema: null,
});

/** The content it is by now, or what stands in the way of reading it as one. */
export function contentOfEditing(
  editing: Editing,
): { content: Content; problems: [] } | { content: null; problems: Issue[] } {
  const problems: Issue[] = [];
  const json = <T>(path: string, text: string, what: 'object' | 'list'): T | undefined => {
    if (text.trim() === '') return undefined;
    const read = readJson(text);
    const fits = what === 'list' ? Array.isArray(read.value) : isObject(read.value);
    const sentence = read.problem ?? (fits ? null : `It must be a JSON ${what}.`);
    if (sentence !== null) problems.push({ severity: 'error', code: 'json', sentence, path, line: read.line });
    return read.value as T;
  };
  const { variables: rows, toolChoice } = editing;
  const variables =
    rows === null ? json<Content['variables']>('variables', editing.variablesText, 'object') : schemaOfRows(rows);
  const parameters = json<Content['settings']['parameters']>('settings.parameters', editing.parameters, 'object');
  const tools = json<Content['settings']['tools']>('settings.tools', editing.tools, 'list');
  const outputSchema = json<NonNullable<Json>>('outputSchema', editing.outputSchema, 'object');
  if (problems.length > 0) return { content: null, problems };
  const models = editing.models
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const choice = toolChoice.trim() === '' ? {} : { toolChoice: toolChoice.trim() };
  return {
    content: {
      body: editing.body,
      variables: variables ?? { type: 'object', properties: {} },
      settings: { models, parameters: parameters ?? {}, tools: tools ?? [], ...choice },
      outputSchema: outputSchema ?? null,
    },
    problems: [],
  };
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Engines say where in words of their own; the position, where one is told, becomes a line. */
function readJson(text: string): { value: unknown; problem: string | null; line: number | null } {
  try {
    return { value: JSON.parse(text) as unknown, problem: null, line: null };
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    const at = /position (\d+)/.exec(said)?.[1];
    const line = at === undefined ? null : text.slice(0, Number(at)).split('\n').length;
    return { value: undefined, problem: 'This cannot be read as JSON.', line };
  }
}

export const isMessage = (message: Message): message is Extract<Message, { content: string }> => 'content' in message;

/** Messages with one moved by so many places; at the ends it stays. */
export function moved(messages: readonly Message[], from: number, by: number): Message[] {
  const to = from + by;
  const one = messages[from];
  if (one === undefined || to < 0 || to >= messages.length) return [...messages];
  return messages.toSpliced(from, 1).toSpliced(to, 0, one);
}
