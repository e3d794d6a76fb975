import type { AgentRecord, Release } from 'signalbox/contract/lifecycle';

/** An agent as code: its `signalbox.yaml`, from what is said about it and one of its releases. */
export function agentFile({ key, owner, profile }: AgentRecord, release: Release, team?: string): string {
  const { schema: _, prompts, ...others } = release.manifest;
  const manifest = prompts === undefined ? others : { ...others, prompts: prompts.map(asFile) };
  const said = (text: string): string | undefined => (text === '' ? undefined : text);
  return yaml({
    apiVersion: 'signalbox/v1',
    kind: 'Agent',
    metadata: { name: key, team },
    registry: { owner: owner?.id, ...profile },
    release: {
      why: release.why,
      expectedEffect: said(release.expectedEffect),
      evidence: release.evidence.length === 0 ? undefined : release.evidence,
      notes: said(release.notes),
      manifest,
    },
  });
}

type Prompt = NonNullable<Release['manifest']['prompts']>[number];

/** A prompt that follows a label stands by it, so that applying the file goes on following. */
const asFile = ({ label, ...prompt }: Prompt): object =>
  label === undefined ? prompt : { slot: prompt.slot, prompt: prompt.prompt, version: label };

type Plain = { [key: string]: unknown };
const isObject = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Not one of entries without value alone: a key with nothing under it would be null. */
const holdsSomething = (value: unknown): value is Plain =>
  isObject(value) && Object.values(value).some((one) => one !== undefined);

/** Words that YAML reads as something else than text, in some reader or other. */
const taken = /^(true|false|null|yes|no|on|off|y|n|~)$/i;
const plainText = /^[A-Za-z_/][\w./-]*( [\w./-]+)*$/;
/** What JSON writes is YAML too; quotes are left out where no reader could be mistaken. */
const scalar = (value: unknown): string =>
  typeof value === 'string' && plainText.test(value) && !taken.test(value) ? value : JSON.stringify(value);

/** YAML in blocks, two spaces deep; entries without value are left out. */
export function yaml(value: Plain, indent = ''): string {
  return Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([key, one]) => `${indent}${scalar(key)}:${below(one, indent)}`)
    .join('');
}

function below(value: unknown, indent: string): string {
  if (Array.isArray(value) && value.length > 0) return `\n${value.map((one) => item(one, `${indent}  `)).join('')}`;
  if (holdsSomething(value)) return `\n${yaml(value, `${indent}  `)}`;
  return ` ${Array.isArray(value) ? '[]' : isObject(value) ? '{}' : scalar(value)}\n`;
}

function item(value: unknown, indent: string): string {
  if (holdsSomething(value)) return `${indent}- ${yaml(value, `${indent}  `).slice(indent.length + 2)}`;
  return `${indent}-${Array.isArray(value) ? ` ${JSON.stringify(value)}\n` : below(value, indent)}`;
}
