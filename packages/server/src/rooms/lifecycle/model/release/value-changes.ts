import type { ReleaseManifest } from '../../contract-releases.ts';
import { type Change, kindOf, pairs, shown } from './change.ts';

type Values = Record<string, unknown>;
type Told = Pick<Change, 'risk' | 'part'>;

const ofModel: Told = {
  risk: { level: 'high', reason: 'Every answer, its cost and its pace can differ.' },
  part: 'minor',
};
const ofParameter: Told = { risk: { level: 'medium', reason: 'Answers can differ everywhere.' }, part: 'minor' };
const ofCode: Told = {
  risk: { level: 'medium', reason: 'What other code does is not part of this comparison.' },
  part: 'patch',
};
const ofSetting: Told = {
  risk: { level: 'low', reason: "The agent's own; Signalbox does not know what it does." },
  part: 'patch',
};
const ofNotes: Told = { risk: { level: 'low', reason: 'Nothing reads them.' }, part: 'patch' };

/** Differences of what is one value and not a list: the model, the code, settings, notes. */
export const valueChanges = (before: ReleaseManifest, after: ReleaseManifest): Change[] => [
  ...modelChanges(before.model, after.model),
  ...valued(before.model?.parameters, after.model?.parameters, (name) => ({
    slot: 'model',
    word: name,
    ...ofParameter,
  })),
  ...valued(before.code, after.code, (name) => ({ slot: 'code', word: `Code: ${name}`, ...ofCode })),
  ...valued(before.settings, after.settings, (name) => ({
    slot: 'settings',
    word: `Setting \`${name}\``,
    ...ofSetting,
  })),
  ...notesChanges(before.notes, after.notes),
];

function modelChanges(before: ReleaseManifest['model'], after: ReleaseManifest['model']): Change[] {
  const [was, is] = [before, after].map((model) => (model === undefined ? null : `${model.provider}/${model.name}`));
  if (before?.provider === after?.provider && before?.name === after?.name) return [];
  const about = { slot: 'model', name: null, kind: kindOf({ before: was, after: is }), ...ofModel };
  const sentence =
    was === null ? `Model set: ${is}` : is === null ? `Model ${was} removed` : `Model changed: ${was} → ${is}`;
  return [{ ...about, sentence }];
}

function valued(
  before: Values | undefined,
  after: Values | undefined,
  about: (name: string) => Told & { slot: string; word: string },
): Change[] {
  const [old, fresh] = [before, after].map((values) => Object.entries(values ?? {}));
  return pairs(old!, fresh!, ([name]) => name).map(({ name, ...pair }) => {
    const { word, ...told } = about(name);
    const [was, is] = [pair.before, pair.after].map((entry) => (entry === null ? 'none' : shown(entry[1])));
    return { ...told, name, kind: kindOf(pair), sentence: `${word} ${was} → ${is}` };
  });
}

function notesChanges(before: string | undefined, after: string | undefined): Change[] {
  if (before === after) return [];
  const kind = kindOf({ before: before ?? null, after: after ?? null });
  return [{ slot: 'notes', name: null, kind, sentence: `Notes ${kind}`, ...ofNotes }];
}
