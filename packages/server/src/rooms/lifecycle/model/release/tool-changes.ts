import type { ReleaseManifest } from '../../contract-releases.ts';
import { type Change, isSame, kindOf, pairs, type RiskLevel } from './change.ts';

type Tool = NonNullable<ReleaseManifest['tools']>[number];
type Risk = Change['risk'];

/** Tools are what an agent can do to the world: each change of one is major, but of what the model reads about it. */
export const toolChanges = (before: ReleaseManifest, after: ReleaseManifest): Change[] =>
  pairs(before.tools ?? [], after.tools ?? [], (tool) => tool.name).flatMap(({ name, ...pair }) => {
    const kind = kindOf(pair);
    const about = { slot: 'tools', name, kind };
    if (pair.before === null)
      return [{ ...about, sentence: `Tool \`${name}\` added`, risk: riskOf(pair.after!), part: 'major' }];
    if (pair.after === null)
      return [{ ...about, sentence: `Tool \`${name}\` removed`, risk: ofRemoval(name), part: 'major' }];
    return differences(pair.before, pair.after).map((one) => ({ ...about, ...one }));
  });

const ofRemoval = (name: string): Risk => ({ level: 'medium', reason: `Tasks that need \`${name}\` can fail.` });

type Difference = Pick<Change, 'sentence' | 'risk' | 'part'>;

function differences(before: Tool, after: Tool): Difference[] {
  const found: Difference[] = [];
  const tool = `Tool \`${after.name}\``;
  if (before.schemaHash !== after.schemaHash)
    found.push({
      sentence: `${tool} takes other arguments`,
      risk: atLeast('medium', after, 'Calls are made in another form.'),
      part: 'major',
    });
  if (!isSame(before.effect, after.effect)) found.push({ ...effectChange(tool, before, after), part: 'major' });
  if (before.description !== after.description)
    found.push({
      sentence: `${tool} is described in other words`,
      risk: { level: 'medium', reason: 'The model may call it at other times.' },
      part: 'minor',
    });
  return found;
}

function effectChange(tool: string, before: Tool, after: Tool): Pick<Change, 'sentence' | 'risk'> {
  const [was, is] = [kindWord(before), kindWord(after)];
  const sentence = was === is ? `${tool} declares its effect otherwise` : `${tool}: ${was} → ${is}`;
  if (was === is)
    return { sentence, risk: atLeast('medium', after, 'Budgets and rules read amount and subject from there.') };
  const milder = weight[before.effect?.kind ?? 'unknown'] > weight[after.effect?.kind ?? 'unknown'];
  return milder
    ? { sentence, risk: { level: 'medium', reason: 'It is watched less closely from now on.' } }
    : { sentence, risk: riskOf(after) };
}

const weight = { reads: 0, reversible: 1, unknown: 2, irreversible: 3 };
const kindWord = ({ effect }: Tool): string =>
  ({ reads: 'only reads', reversible: 'reversible', irreversible: 'irreversible', unknown: 'effect unknown' })[
    effect?.kind ?? 'unknown'
  ];

const risks: Record<keyof typeof weight, Risk> = {
  reads: { level: 'low', reason: 'It only reads.' },
  reversible: { level: 'medium', reason: 'It changes things that can be taken back.' },
  unknown: { level: 'high', reason: 'Nobody has declared what it does to the world.' },
  irreversible: { level: 'high', reason: 'What it does cannot be taken back.' },
};
const riskOf = ({ effect }: Tool): Risk => risks[effect?.kind ?? 'unknown'];

/** A tool that cannot be undone stays high whatever changes of it. */
const atLeast = (level: RiskLevel, tool: Tool, reason: string): Risk =>
  tool.effect?.kind === 'irreversible' ? risks.irreversible : { level, reason };
