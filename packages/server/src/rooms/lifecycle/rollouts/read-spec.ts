import { parse } from 'yaml';
import type { z } from '@hono/zod-openapi';
import { RolloutSpec } from '../contract-rollouts.ts';
import { type Problem, problem } from '../model/rollout/problem.ts';

/** A spec from YAML or JSON (which is YAML), or what is wrong with it, a sentence a field. */
export function readSpec(text: string): { spec: RolloutSpec } | { problems: Problem[] } {
  let found: unknown;
  try {
    // Few aliases: a small text must not unfold into a large one.
    found = parse(text, { maxAliasCount: 20 });
  } catch (cause) {
    const why = (cause as Error).message.split('\n')[0]!.replace(/[.:]$/, '');
    return { problems: [{ path: '', message: `The spec is no YAML: ${why}.` }] };
  }
  return checkSpec(found);
}

/** As `readSpec`, of what was parsed already. */
export function checkSpec(value: unknown): { spec: RolloutSpec } | { problems: Problem[] } {
  const { data, error } = RolloutSpec.safeParse(value);
  return data === undefined ? { problems: error.issues.flatMap((one) => problemsOf(one, value)) } : { spec: data };
}

function problemsOf(issue: z.core.$ZodIssue, value: unknown): Problem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => problem([...issue.path, key].join('.'), 'is no field of a rollout'));
  const path = issue.path.join('.');
  if (path === '') return [{ path, message: 'The spec must be an object with agent, environment and candidate.' }];
  const says = /^(must|may) /.test(issue.message)
    ? issue.message
    : isMissing(issue, value)
      ? 'is missing'
      : wordsOf(issue);
  return [problem(path, says)];
}

const isMissing = ({ code, path }: z.core.$ZodIssue, value: unknown): boolean =>
  (code === 'invalid_type' || code === 'invalid_value') &&
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value) === undefined;

const kinds: Readonly<Record<string, string>> = { string: 'a text', array: 'a list', int: 'a whole number' };

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be ${kinds[issue.expected] ?? `of the type ${issue.expected}`}`;
  if (issue.code === 'invalid_value') return `must be ${issue.values.map(String).join(' or ')}`;
  if (issue.code === 'too_big')
    return `must be ${issue.inclusive === false ? 'below' : 'at most'} ${issue.maximum}${countedIn(issue.origin)}`;
  if (issue.code === 'too_small' && issue.minimum === 1 && countedIn(issue.origin) !== '') return 'must not be empty';
  if (issue.code === 'too_small')
    return `must be ${issue.inclusive === false ? 'above' : 'at least'} ${issue.minimum}${countedIn(issue.origin)}`;
  return `is not right: ${issue.message}`;
}

const countedIn = (origin: string): string =>
  origin === 'string' ? ' characters long' : origin === 'array' ? ' in number' : '';
