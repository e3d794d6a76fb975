import type { Content } from 'signalbox/contract/prompts';
import type { Lane } from 'signalbox/contract/prompts/playground';

/** A lane as it is filled in: `at` is a version number, "latest", or "draft". */
export type LaneDraft = {
  promptId: string;
  at: string;
  providerId: string;
  model: string;
  parameters: string;
  userMessage: string;
};

/** A lane as the API takes it, or what is missing. */
export function laneOf(draft: LaneDraft): { lane: Lane } | { problem: string } {
  const { promptId, at, providerId, model, userMessage } = draft;
  if (promptId === '') return { problem: 'Choose a prompt.' };
  if (providerId === '') return { problem: 'Choose a provider.' };
  if (model.trim() === '') return { problem: 'Name a model.' };
  const parameters = parametersOf(draft.parameters);
  if (parameters === null) return { problem: 'The parameters are no JSON object.' };
  const source = at === 'draft' ? { promptId, draft: true as const } : { promptId, at };
  return {
    lane: {
      ...{ source, providerId, model: model.trim(), stream: false },
      userMessage: userMessage.trim() === '' ? null : userMessage,
      ...(parameters === undefined ? {} : { parameters }),
    },
  };
}

/** undefined = those of the prompt itself; null = cannot be read. */
function parametersOf(text: string): NonNullable<Lane['parameters']> | undefined | null {
  if (text.trim() === '') return undefined;
  try {
    const value = JSON.parse(text) as unknown;
    const fits = typeof value === 'object' && value !== null && !Array.isArray(value);
    return fits ? (value as NonNullable<Lane['parameters']>) : null;
  } catch {
    return null;
  }
}

export type Variable = { name: string; type: string; required: boolean };
/** Variables of several contents, each once, in the order in which they come; messages given later are such too. */
export function variablesOf(contents: readonly Pick<Content, 'variables' | 'body'>[]): Variable[] {
  const found = new Map<string, Variable>();
  for (const { variables, body } of contents) {
    for (const message of typeof body === 'string' ? [] : body)
      if ('placeholder' in message)
        found.set(message.placeholder, { name: message.placeholder, type: 'messages', required: false });
    const { properties, required } = variables;
    if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) continue;
    const needed = Array.isArray(required) ? required : [];
    for (const [name, of] of Object.entries(properties)) {
      const type = typeof of === 'object' && of !== null && !Array.isArray(of) ? of['type'] : null;
      if (!found.has(name))
        found.set(name, { name, type: typeof type === 'string' ? type : 'string', required: needed.includes(name) });
    }
  }
  return [...found.values()];
}

/**
 * A row of texts as values: what is declared as text stays text, all else is read as JSON. Empty = not given; what cannot be read
 * stays text, and the API says what is wrong with it.
 */
export function rowOf(row: Readonly<Record<string, string>>, variables: readonly Variable[]): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const { name, type } of variables) {
    const text = Object.hasOwn(row, name) ? row[name]! : '';
    if (text === '') continue;
    given[name] = type === 'string' ? text : read(text);
  }
  return given;
}

function read(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Rows of a table that was copied elsewhere: lines, with tabs between cells, the first naming the variables. */
export function pasted(text: string, variables: readonly Variable[]): Record<string, string>[] | null {
  const lines = text.replace(/\r\n?/g, '\n').trimEnd().split('\n');
  const names = (lines[0] ?? '').split('\t').map((one) => one.trim());
  if (lines.length < 2 || !names.every((name) => variables.some((one) => one.name === name))) return null;
  return lines.slice(1).map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
  });
}
