import type { ReleaseManifest } from '../../contract-releases.ts';

export type Model = NonNullable<ReleaseManifest['model']>;

/** In words what became of a model, of which no two equal ones are asked: another, or other parameters. */
export function changedModel(before: Model | null, after: Model | null): string {
  if (before === null) return `names its model, ${wordsOf(after)}`;
  if (after === null) return `names no model any more (${wordsOf(before)})`;
  if (before.provider === after.provider && before.name === after.name) {
    const names = [...new Set([...Object.keys(before.parameters ?? {}), ...Object.keys(after.parameters ?? {})])];
    const changed = names.filter(
      (name) => JSON.stringify(before.parameters?.[name]) !== JSON.stringify(after.parameters?.[name]),
    );
    return `${after.name} with other parameters (${changed.toSorted().join(', ')})`;
  }
  return `${wordsOf(before)} becomes ${before.provider === after.provider ? after.name : wordsOf(after)}`;
}

const wordsOf = (model: Model | null): string => (model === null ? 'none' : `${model.name} of ${model.provider}`);
