import type { AgentProfile } from 'signalbox/contract/lifecycle';

export const riskParts = {
  autonomy: 'Acts without a person',
  reversibility: 'Cannot be taken back',
  data: 'Confidential data',
  reach: 'People or records touched',
  spend: 'Money moved or spent',
} as const;
type RiskPart = keyof typeof riskParts;
const lists = ['tools', 'mcpServers', 'calls', 'dataSources', 'tags'] as const;
const texts = ['purpose', 'onCall', 'runbook', 'budget'] as const;

/** A profile as a form holds it: text throughout, '' = not known. */
export type ProfileForm = { [F in (typeof lists)[number] | (typeof texts)[number]]: string } & {
  [P in RiskPart]: string;
} & { completion: string; latency: string; cost: string };

export function formOf(profile: AgentProfile): ProfileForm {
  const { objectives = {}, risk = {} } = profile;
  const all = <K extends string>(keys: readonly K[], of: (key: K) => string): Record<K, string> =>
    Object.fromEntries(keys.map((key) => [key, of(key)])) as Record<K, string>;
  const number = (value: number | undefined): string => (value === undefined ? '' : String(value));
  return {
    ...all(texts, (key) => profile[key] ?? ''),
    ...all(lists, (key) => (profile[key] ?? []).join(', ')),
    ...all(Object.keys(riskParts) as RiskPart[], (key) => risk[key] ?? ''),
    completion: number(objectives.completion === undefined ? undefined : round(objectives.completion * 100)),
    latency: number(objectives.latencyMs === undefined ? undefined : objectives.latencyMs / 1000),
    cost: number(objectives.costUsd),
  };
}

/** The profile that a form says; fields left empty are left out. Its checks are the API's. */
export function profileOf(form: ProfileForm): AgentProfile {
  const said = Object.fromEntries(texts.flatMap((key) => (form[key].trim() === '' ? [] : [[key, form[key].trim()]])));
  const named = Object.fromEntries(
    lists.flatMap((key) => (listOf(form[key]).length === 0 ? [] : [[key, listOf(form[key])]])),
  );
  const risk = Object.fromEntries(
    (Object.keys(riskParts) as RiskPart[]).flatMap((key) => (form[key] === '' ? [] : [[key, form[key]]])),
  );
  const objectives = {
    ...number('completion', form.completion, (n) => round(n / 100)),
    ...number('latencyMs', form.latency, (n) => Math.round(n * 1000)),
    ...number('costUsd', form.cost, (n) => n),
  };
  return {
    ...said,
    ...named,
    ...(Object.keys(risk).length === 0 ? {} : { risk }),
    ...(Object.keys(objectives).length === 0 ? {} : { objectives }),
  } as AgentProfile;
}

/** Names between commas, each once. */
const listOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  ),
];

const number = (key: string, text: string, of: (n: number) => number): Record<string, number> => {
  const n = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || Number.isNaN(n) ? {} : { [key]: of(n) };
};
const round = (n: number): number => Math.round(n * 1e6) / 1e6;
