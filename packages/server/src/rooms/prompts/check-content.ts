import { scrubSecrets } from '../../detect/secrets.ts';
import { type Closure, closureOf, type Moved, referencesIn, sourcesOf } from './closure.ts';
import type { Content, Issue, PromptKind, Reference } from './contract.ts';
import { kindOf, placeholdersOf, textsOf, wholeText } from './model/body.ts';
import { schemaProblems, variablesProblems } from './model/json-schema.ts';
import { follow, mostDepth, referenceKey, type Target } from './model/reference.ts';
import { estimateTokens } from './model/tokens.ts';
import type { PromptDb } from './tables.ts';
import { inspectorOf } from './templates/inspect.ts';

/** What is checked. `promptId` null = a prompt that is not there yet. `moved`: as if a label stood elsewhere. */
export type ToCheck = {
  workspaceId: string;
  promptId: string | null;
  kind: PromptKind;
  content: Content;
  moved?: Moved | null;
};
export type CheckedContent = { issues: Issue[]; estimatedTokens: number; references: Reference[]; closure: Closure };

const manyTokens = 50_000;
const mostLetters = 400_000;
const mostIssues = 100;

/** Everything that can be said of a content before it is saved, errors first. Reads only. */
export async function checkContent(db: PromptDb, to: ToCheck): Promise<CheckedContent> {
  const { content, kind } = to;
  const references = referencesIn(content.body);
  const closure = await closureOf(db, to.workspaceId, references, to.moved ?? null);
  const sources = sourcesOf(closure);
  const tokens = estimateTokens(wholeText(content.body));
  const issues = [
    ...(kindOf(content.body) === kind ? [] : [error('kind', 'body', `This is a ${kind} prompt; the body is not.`)]),
    ...lengthOf(content, tokens),
    ...referenceIssues(to, references, closure),
    ...variableIssues(content, sources),
    ...schemaIssues(content),
    ...toolIssues(content),
    ...secretIssues(content),
  ];
  const order = (one: Issue): number => (one.severity === 'error' ? 0 : 1);
  return {
    issues: issues.toSorted((a, b) => order(a) - order(b)).slice(0, mostIssues),
    estimatedTokens: tokens,
    ...{ references, closure },
  };
}

function lengthOf({ body }: Content, tokens: number): Issue[] {
  const text = wholeText(body);
  if (text.trim() === '' && placeholdersOf(body).length === 0) return [error('empty', 'body', 'The body is empty.')];
  if (text.length > mostLetters) return [error('too_long', 'body', `It has more than ${mostLetters} characters.`)];
  return tokens > manyTokens
    ? [warning('too_long', 'body', `About ${tokens} tokens: more than most models keep in mind.`)]
    : [];
}

function referenceIssues({ promptId, content }: ToCheck, references: readonly Reference[], closure: Closure): Issue[] {
  const lineOf = (one: Reference): [string, number | null] => {
    for (const { path, text } of textsOf(content.body)) {
      const at = text.split('\n').findIndex((line) => line.includes(referenceKey(one)));
      if (at >= 0) return [path, at + 1];
    }
    return ['body', null];
  };
  const found: Issue[] = [];
  const add = (code: string, one: Reference, sentence: string): void => {
    const [path, line] = lineOf(one);
    found.push({ severity: 'error', code, sentence, path, line });
  };
  for (const one of closure.missing) add('reference_missing', one, `There is no ${referenceKey(one)}.`);
  for (const [key, one] of closure.found)
    if (one.kind !== 'text')
      add(
        'reference_not_text',
        { name: key.slice(0, key.lastIndexOf('@')), at: key.slice(key.lastIndexOf('@') + 1) },
        `${key} is a chat prompt; only text prompts can be referred to.`,
      );
  const start: Target = { id: 'this', promptId: promptId ?? 'this', references };
  const way = follow(start, closure.found);
  const first = references[0];
  if (way === 'cycle' && first !== undefined)
    add('reference_cycle', first, 'Its references lead back to a prompt that they come from.');
  if (way === 'too_deep' && first !== undefined)
    add('reference_too_deep', first, `More than ${mostDepth} references stand one behind the other.`);
  if (closure.tooMany && first !== undefined)
    add('reference_too_many', first, 'It leads to more than 50 other versions, or to a million characters.');
  return found;
}

function variableIssues({ body, variables }: Content, sources: ReadonlyMap<string, string>): Issue[] {
  const properties = variables['properties'];
  const declared = new Set(typeof properties === 'object' && properties !== null ? Object.keys(properties) : []);
  const used = new Set(placeholdersOf(body));
  const found: Issue[] = [];
  const [inspectOwn, inspectWhole] = [inspectorOf(null), inspectorOf(sources)];
  for (const { path, text } of textsOf(body)) {
    const own = inspectOwn(text);
    if (own.refusal !== null) {
      const { sentence, line } = own.refusal;
      found.push({ ...error('template', path, `The template cannot be read: ${sentence}.`), line });
      continue;
    }
    const lines = new Map(own.variables.map((one) => [one.name, one.line]));
    // With its references: what those ask for has to be given too.
    const whole = inspectWhole(text);
    for (const { name } of whole.refusal === null ? whole.variables : own.variables) {
      used.add(name);
      if (declared.has(name)) continue;
      const where = lines.has(name) ? '' : ' by a prompt it refers to';
      found.push({
        ...error('variable_undeclared', path, `"${name}" is used${where} and not declared in variables.`),
        line: lines.get(name) ?? null,
      });
    }
  }
  for (const name of declared)
    if (!used.has(name))
      found.push(warning('variable_unused', `variables.${name}`, `"${name}" is declared and not used.`));
  return found;
}

const schemaIssues = ({ variables, outputSchema }: Content): Issue[] => [
  ...variablesProblems(variables).map(({ path, sentence }) => schemaIssue('variables', path, sentence)),
  ...(outputSchema === null ? [] : schemaProblems(outputSchema)).map(({ path, sentence }) =>
    schemaIssue('outputSchema', path, sentence),
  ),
];

const schemaIssue = (root: string, path: string, sentence: string): Issue =>
  error('schema', path === '' ? root : `${root}.${path}`, `${path === '' ? root : path}: ${sentence}.`);

function toolIssues({ settings: { tools, toolChoice } }: Content): Issue[] {
  const names = tools.map((tool) => tool.name);
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  const free = ['auto', 'none', 'required', undefined];
  return [
    ...twice.map((name) => error('tool_twice', 'settings.tools', `The tool "${name}" is there twice.`)),
    ...(free.includes(toolChoice) || names.includes(toolChoice!)
      ? []
      : [error('tool_unknown', 'settings.toolChoice', `"${toolChoice}" is none of its tools.`)]),
    ...tools.flatMap(({ name, inputSchema }, at) =>
      (inputSchema === undefined ? [] : schemaProblems(inputSchema)).map(({ path, sentence }) =>
        schemaIssue(`settings.tools.${at}.inputSchema`, path, `${sentence} (tool "${name}")`),
      ),
    ),
  ];
}

function secretIssues({ body, variables, settings, outputSchema }: Content): Issue[] {
  const rest = Object.entries({ variables, settings, outputSchema }).map(([path, value]) => ({
    path,
    text: JSON.stringify(value),
  }));
  return [...textsOf(body), ...rest].flatMap(({ path, text }) => {
    const scrubbed = scrubSecrets(text);
    if (scrubbed === text) return [];
    const line = text.split('\n').findIndex((one, at) => scrubbed.split('\n')[at] !== one) + 1;
    const kind = /\[secret:(\w+)\]/.exec(scrubbed.slice(0))?.[1]?.replaceAll('_', ' ') ?? 'key';
    const sentence = `Here stands what looks like a secret (${kind}). Take it out: prompts are read by many.`;
    return [{ ...error('secret', path, sentence), line: path.startsWith('body') ? line : null }];
  });
}

const error = (code: string, path: string, sentence: string): Issue => ({
  ...{ severity: 'error', code, sentence, path, line: null },
});
const warning = (code: string, path: string, sentence: string): Issue => ({
  ...error(code, path, sentence),
  severity: 'warning',
});
