import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { csvRows } from './csv.ts';

/** `agent`: id or slug. `owner`: e-mail address or id of a person. `problem`: why the row says nothing; null = it does. */
export type OwnerRow = { place: string; agent: string; owner: string; problem: string | null };

/** Who answers for whom: a CSV with the columns agent and owner, or the entities of a Backstage catalogue. */
export function readOwners(path: string): OwnerRow[] {
  const text = readFileSync(path, 'utf8');
  return /\.ya?ml$/.test(path) ? ofCatalogue(path, text) : ofCsv(path, text);
}

function ofCsv(path: string, text: string): OwnerRow[] {
  const [head, ...rows] = csvRows(text);
  const [agentAt, ownerAt] = ['agent', 'owner'].map(
    (name) => head?.cells.findIndex((one) => one.toLowerCase() === name) ?? -1,
  );
  if (agentAt === -1 || ownerAt === -1)
    throw new Error(`${path}: the first line must name the columns agent and owner.`);
  return rows.map(({ line, cells }) => {
    const [agent = '', owner = ''] = [cells[agentAt!], cells[ownerAt!]];
    const problem = agent === '' || owner === '' ? 'names no agent, or no owner.' : null;
    return { place: `${path}:${line}`, agent, owner, problem };
  });
}

const Entity = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string(), annotations: z.record(z.string(), z.string()).optional() }),
  spec: z
    .object({ owner: z.string().optional(), profile: z.object({ email: z.string().optional() }).optional() })
    .optional(),
});
type Entity = z.infer<typeof Entity>;

/** Entity reference: [kind:][namespace/]name; an owner is a group where no kind is said. */
const reference = /^(?:(?<kind>[^:/]+):)?(?:[^:/]+\/)?(?<name>[^:/]+)$/;

/** Components that carry `signalbox/agent`; their owner must be a User of the same file, by whose e-mail address he is known here. */
function ofCatalogue(path: string, text: string): OwnerRow[] {
  const entities = [...parseAllDocuments(text)].flatMap((document) => {
    const [problem] = document.errors;
    if (problem !== undefined) throw new Error(`${path}: ${problem.message.split('\n')[0]}`);
    return Entity.safeParse(document.toJS()).data ?? [];
  });
  const users = new Map(entities.flatMap((one) => (one.kind === 'User' ? [[one.metadata.name, one]] : [])));
  return entities.flatMap((one) => {
    const agent = one.metadata.annotations?.['signalbox/agent'];
    return agent === undefined ? [] : [{ place: `${path}: ${one.metadata.name}`, agent, ...ownerOf(one, users) }];
  });
}

function ownerOf({ spec }: Entity, users: ReadonlyMap<string, Entity>): Pick<OwnerRow, 'owner' | 'problem'> {
  const { kind = 'group', name = '' } = reference.exec(spec?.owner ?? '')?.groups ?? {};
  if (kind.toLowerCase() !== 'user')
    return { owner: '', problem: 'its owner is no user: a person answers for an agent.' };
  const owner = users.get(name)?.spec?.profile?.email;
  return owner === undefined
    ? { owner: '', problem: `the user ${name} is not in this file, or has no e-mail address there.` }
    : { owner, problem: null };
}
