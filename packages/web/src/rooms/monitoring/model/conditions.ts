import type { Condition } from 'signalbox/contract/monitoring';

export type Named = Extract<Condition, { values: unknown }>;

/** The conditions of the URL; what does not read as such counts as none. The server says what is wrong in each. */
export function readConditions(text: string | undefined): Condition[] {
  if (text === undefined) return [];
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read.filter(isCondition) : [];
  } catch {
    return [];
  }
}

/** As it stands in the URL; undefined for none. */
export const writeConditions = (conditions: readonly Condition[]): string | undefined =>
  conditions.length === 0 ? undefined : JSON.stringify(conditions);

const isCondition = (value: unknown): value is Condition => {
  if (typeof value !== 'object' || value === null || !('by' in value) || typeof value.by !== 'string') return false;
  if ('values' in value)
    return Array.isArray(value.values) && value.values.length > 0 && value.values.every((v) => typeof v === 'string');
  return value.by in labels;
};

/** One value of a facet more or less; a facet without values is no condition. */
export function toggled(conditions: readonly Condition[], by: Named['by'], value: string): Condition[] {
  const at = conditions.findIndex((c) => c.by === by && 'values' in c && c.not !== true);
  const values = at === -1 ? [] : (conditions[at] as Named).values;
  const next = values.includes(value) ? values.filter((v) => v !== value) : [...values, value];
  const made: Condition[] = next.length === 0 ? [] : [{ by, values: next }];
  return at === -1 ? [...conditions, ...made] : conditions.toSpliced(at, 1, ...made);
}

export const isChosen = (conditions: readonly Condition[], by: string, value: string): boolean =>
  conditions.some((c) => c.by === by && 'values' in c && c.not !== true && c.values.includes(value));

/** How each is called, in the order of the form. */
export const labels: Record<Condition['by'], string> = {
  agent: 'Agent',
  outcome: 'Outcome',
  source: 'Outcome source',
  state: 'State',
  environment: 'Environment',
  release: 'Release',
  model: 'Model',
  tool: 'Tool',
  tag: 'Tag',
  prompt: 'Prompt',
  user: 'User',
  conversation: 'Conversation',
  team: 'Team',
  service: 'Service',
  mark: 'Mark',
  durationMs: 'Duration, s',
  costUsd: 'Cost, USD',
  inputTokens: 'Input tokens',
  outputTokens: 'Output tokens',
  errors: 'Errors',
  steps: 'Steps',
  modelCalls: 'Model calls',
  toolCalls: 'Tool calls',
  attribute: 'Attribute',
  score: 'Score',
  bound: 'Bound to its key',
  refused: 'Refused',
};

/** A condition in words: what it is about, and what it asks of it. */
export function told(condition: Condition): { label: string; value: string } {
  const label = labels[condition.by];
  const not = 'not' in condition && condition.not === true ? 'not ' : '';
  if ('values' in condition) return { label, value: not + condition.values.map((v) => v || 'not told').join(' or ') };
  if ('is' in condition) return { label, value: condition.is ? 'yes' : 'no' };
  if (condition.by === 'prompt')
    return { label, value: `${not}${condition.name}${condition.version === undefined ? '' : ` ${condition.version}`}` };
  if (condition.by === 'attribute')
    return { label, value: `${not}${condition.key}${condition.value === undefined ? '' : ` = ${condition.value}`}` };
  if (condition.by === 'score')
    return { label, value: `${condition.name} ${condition.label ?? between(condition.min, condition.max)}`.trim() };
  const unit = condition.by === 'durationMs' ? 1000 : 1;
  return { label, value: between(scaled(condition.min, unit), scaled(condition.max, unit)) };
}

const scaled = (value: number | undefined, unit: number): number | undefined =>
  value === undefined ? undefined : value / unit;

const between = (min: number | undefined, max: number | undefined): string => {
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  if (min !== undefined) return `at least ${min}`;
  return max === undefined ? 'known' : `at most ${max}`;
};

const figures = ['durationMs', 'costUsd', 'inputTokens', 'outputTokens', 'errors', 'steps', 'modelCalls', 'toolCalls'];

/** What two fields of the form mean for this kind of condition; null while they mean nothing. */
export function conditionOf(by: Condition['by'], first: string, second: string): Condition | null {
  const [one, two] = [first.trim(), second.trim()];
  if (figures.includes(by)) {
    const unit = by === 'durationMs' ? 1000 : 1;
    const bounds = { ...numbered('min', one, unit), ...numbered('max', two, unit) };
    return Object.keys(bounds).length === 0 ? null : ({ by, ...bounds } as Condition);
  }
  if (by === 'bound' || by === 'refused') return { by, is: one !== 'no' };
  if (one === '') return null;
  if (by === 'attribute') return { by, key: one, ...(two !== '' && { value: two }) };
  if (by === 'prompt') return { by, name: one, ...(two !== '' && { version: two }) };
  if (by === 'score') return { by, name: one, ...numbered('max', two, 1) };
  return { by, values: [one] } as Condition;
}

const numbered = (name: 'min' | 'max', text: string, unit: number): object => {
  const value = Number(text.replace(',', '.'));
  return text === '' || Number.isNaN(value) ? {} : { [name]: value * unit };
};
