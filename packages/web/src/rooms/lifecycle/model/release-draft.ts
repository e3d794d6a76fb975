/** One line of a slot, every field as text: what is being typed is often no value yet. */
export type Row = Readonly<Record<string, string>>;
const lists = ['prompts', 'tools', 'mcpServers', 'policies', 'evaluators', 'gates', 'knowledge'] as const;
type List = (typeof lists)[number];
type Table = List | 'parameters' | 'settings';
/** A manifest as its form has it. */
export type ReleaseDraft = Record<Table, readonly Row[]> & { model: Row; code: Row; notes: string };
export type Slots = Record<string, unknown>;

/** Fields of a list's line: as text, or as a value (a number, true, {…}; text that is none of these stays text). */
const fieldsOf: Record<List, Record<string, 'text' | 'value'>> = {
  prompts: { slot: 'text', prompt: 'text', version: 'value', digest: 'text', references: 'value', label: 'text' },
  tools: { name: 'text', schemaHash: 'text', description: 'text' },
  mcpServers: { name: 'text', url: 'text', version: 'text', schemaHash: 'text' },
  policies: { name: 'text', version: 'value' },
  evaluators: { name: 'text', version: 'value' },
  gates: { name: 'text', minimum: 'value' },
  knowledge: { name: 'text', version: 'text', digest: 'text' },
};

/** What fields can show of a manifest, whatever it holds. */
export function draftOf(slots: Slots): ReleaseDraft {
  const model = objectOf(slots['model']);
  const rows = (name: List): Row[] =>
    listOf(slots[name]).map((one) => ({
      ...textsOf(one, fieldsOf[name]),
      ...(name === 'tools' ? effectRow(one) : {}),
    }));
  return {
    ...(Object.fromEntries(lists.map((name) => [name, rows(name)])) as Record<List, Row[]>),
    model: textsOf(model, { provider: 'text', name: 'text' }),
    code: textsOf(objectOf(slots['code']), { repository: 'text', commit: 'text', image: 'text' }),
    parameters: entriesOf(model['parameters']),
    settings: entriesOf(slots['settings']),
    notes: typeof slots['notes'] === 'string' ? slots['notes'] : '',
  };
}

/** The way back. What is empty is left out; a line of which a part is missing stays, and the server says what it lacks. */
export function slotsOf(draft: ReleaseDraft): Slots {
  const list = (name: List): unknown[] =>
    draft[name].map((row) => ({ ...valuesOf(row, fieldsOf[name]), ...(name === 'tools' ? effectOf(row) : {}) }));
  const parameters = recordOf(draft.parameters);
  const model = { ...valuesOf(draft.model, { provider: 'text', name: 'text' }), ...full('parameters', parameters) };
  return {
    ...Object.fromEntries(lists.flatMap((name) => (draft[name].length === 0 ? [] : [[name, list(name)]]))),
    ...full('model', model),
    ...full('code', valuesOf(draft.code, { repository: 'text', commit: 'text', image: 'text' })),
    ...full('settings', recordOf(draft.settings)),
    ...(draft.notes === '' ? {} : { notes: draft.notes }),
  };
}

/** Slots of which the fields would lose something: these are changed as JSON. Empty = none. */
export function beyondFields(slots: Slots): string[] {
  const shown = slotsOf(draftOf(slots));
  return Object.keys(slots).filter((name) => !isEmpty(slots[name]) && sorted(slots[name]) !== sorted(shown[name]));
}

/** A value as one types it: text as it is, unless it would be read as something else. */
export function typed(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? '';
  return isJson(value) ? JSON.stringify(value) : value;
}
/** What was typed: JSON where it is JSON, else text. */
export const valueOf = (text: string): unknown => (isJson(text) ? (JSON.parse(text) as unknown) : text);

const effectKeys = { amountIn: 'in', amountPath: 'path', currency: 'currency' } as const;
const subjectKeys = { subjectIn: 'in', subjectPath: 'path' } as const;

function effectRow(tool: Slots): Row {
  const effect = objectOf(tool['effect']);
  const from = (part: unknown, keys: Record<string, string>): Row =>
    Object.fromEntries(
      Object.entries(keys).flatMap(([key, name]) => {
        const value = objectOf(part)[name];
        return typeof value === 'string' ? [[key, value]] : [];
      }),
    );
  const plain = textsOf(effect, { kind: 'text', undo: 'text' });
  return {
    ...(plain['kind'] === undefined ? {} : { effect: plain['kind'] }),
    ...(plain['undo'] === undefined ? {} : { undo: plain['undo'] }),
    ...from(effect['amount'], effectKeys),
    ...from(effect['subject'], subjectKeys),
  };
}

/** An effect is of a kind, or it is unknown: what else was said of one without a kind waits in the row. */
function effectOf(row: Row): Slots {
  const kind = row['effect'] ?? '';
  if (kind === '') return {};
  const part = (keys: Record<string, string>): Slots =>
    Object.fromEntries(Object.entries(keys).flatMap(([key, name]) => (row[key] ? [[name, row[key]]] : [])));
  const amount = part(effectKeys);
  const subject = part(subjectKeys);
  return {
    effect: {
      kind,
      ...(amount['path'] === undefined ? {} : { amount: { in: 'arguments', ...amount } }),
      ...(subject['path'] === undefined ? {} : { subject: { in: 'arguments', ...subject } }),
      ...(row['undo'] ? { undo: row['undo'] } : {}),
    },
  };
}

function textsOf(from: Slots, fields: Record<string, 'text' | 'value'>): Row {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, kind]) => {
      const value = from[name];
      if (value === undefined) return [];
      return [[name, kind === 'text' && typeof value === 'string' ? value : typed(value)]];
    }),
  );
}
function valuesOf(row: Row, fields: Record<string, 'text' | 'value'>): Slots {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, kind]) => {
      const text = row[name] ?? '';
      return text === '' ? [] : [[name, kind === 'text' ? text : valueOf(text)]];
    }),
  );
}

const entriesOf = (record: unknown): Row[] =>
  Object.entries(objectOf(record)).map(([name, value]) => ({ name, value: typed(value) }));
const recordOf = (rows: readonly Row[]): Slots =>
  Object.fromEntries(rows.flatMap((row) => (row['name'] ? [[row['name'], valueOf(row['value'] ?? '')]] : [])));
const full = (name: string, of: Slots): Slots => (Object.keys(of).length === 0 ? {} : { [name]: of });

const isObject = (one: unknown): one is Slots => typeof one === 'object' && one !== null && !Array.isArray(one);
const objectOf = (one: unknown): Slots => (isObject(one) ? one : {});
const listOf = (one: unknown): Slots[] => (Array.isArray(one) ? one.filter(isObject) : []);

/** JSON that comes back as it was typed: a number too long or too large for one (an account's, say) is text. */
function isJson(text: string): boolean {
  let same = true;
  try {
    JSON.parse(text, (_, one: unknown) => {
      if (typeof one === 'number' && (!Number.isFinite(one) || isOther(one, text))) same = false;
      return one;
    });
    return same;
  } catch {
    return false;
  }
}

const isOther = (one: number, text: string): boolean =>
  Number.isInteger(one) && !Number.isSafeInteger(one) && !text.includes(String(one));

/** What is empty is left out of what is hashed: "", {} and [] say nothing. */
const isEmpty = (one: unknown): boolean =>
  one === undefined || one === '' || (typeof one === 'object' && one !== null && Object.keys(one).length === 0);

/** The same text for the same value, whatever order its names came in. */
function sorted(value: unknown): string {
  const inOrder = (one: unknown): unknown =>
    isObject(one)
      ? Object.fromEntries(
          Object.entries(one)
            .filter(([, part]) => !isEmpty(part))
            .toSorted(([a], [b]) => (a < b ? -1 : 1)),
        )
      : one;
  return JSON.stringify(value, (_, one: unknown) => inOrder(one)) ?? '';
}
