import { word } from '../../../app/scope.ts';
import { classes, type FailureClass, type FailureState, failureStates, sorts } from './words.ts';

/** What the list of failures shows beside the scope; `peek` is the one opened beside it. */
export type FailuresSearch = {
  agent?: string | undefined;
  class?: FailureClass | undefined;
  standing?: FailureState | undefined;
  release?: string | undefined;
  run?: string | undefined;
  by?: keyof typeof sorts | undefined;
  peek?: string | undefined;
};

export const readFailuresSearch = (search: Record<string, unknown>): FailuresSearch => ({
  agent: word(search['agent']),
  class: oneOf(classes, search['class']),
  standing: oneOf(failureStates, search['standing']),
  release: word(search['release']),
  run: word(search['run']),
  by: oneOf(sorts, search['by']),
  peek: word(search['peek']),
});

const oneOf = <K extends string>(known: Record<K, string>, value: unknown): K | undefined =>
  typeof value === 'string' && Object.hasOwn(known, value) ? (value as K) : undefined;
