import fc from 'fast-check';
import type { Edit, Naming, PutAway } from './naming.ts';

/** Teams of a few agents with aliases of one another's. */
export const someNaming: fc.Arbitrary<Naming> = fc
  .record({
    keys: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 }),
    away: fc.array(fc.constantFrom<PutAway | null>(null, null, null, 'undone'), { minLength: 5, maxLength: 5 }),
    aliases: fc.uniqueArray(fc.constantFrom('x', 'y', 'z'), { maxLength: 3 }),
    of: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
  })
  .map(({ keys, away, aliases, of }) => ({
    agents: keys.map((key, i) => ({ id: `agt_${key}`, key, name: key, slug: key, putAway: away[i]! })),
    aliases: aliases.map((name, i) => ({ name, service: '', agentId: `agt_${keys[of[i]! % keys.length]}` })),
    ignored: [],
  }));

/** The edits as the store carries them out; throws where a value is not what it was. Order as it was where nothing moved. */
export const applied = (naming: Naming, edits: readonly Edit[]): Naming => sorted(edits.reduce(apply, naming));

const sorted = (naming: Naming): Naming => ({
  ...naming,
  aliases: naming.aliases.toSorted((a, b) => (`${a.agentId}${a.name}` < `${b.agentId}${b.name}` ? 1 : -1)),
});

function apply(naming: Naming, edit: Edit): Naming {
  if (edit.of === 'agent') {
    const { id, field, before, after } = edit;
    if (naming.agents.find((one) => one.id === id)![field] !== before) throw new Error('changed since');
    return { ...naming, agents: naming.agents.map((one) => (one.id === id ? { ...one, [field]: after } : one)) };
  }
  const { name, service } = edit;
  const at = (one: { name: string; service: string }): boolean => one.name === name && one.service === service;
  if (edit.of === 'alias') {
    if ((naming.aliases.find(at)?.agentId ?? null) !== edit.before) throw new Error('changed since');
    const others = naming.aliases.filter((one) => !at(one));
    return { ...naming, aliases: edit.after === null ? others : [...others, { name, service, agentId: edit.after }] };
  }
  if (naming.ignored.some(at) !== edit.before) throw new Error('changed since');
  const others = naming.ignored.filter((one) => !at(one));
  return { ...naming, ignored: edit.after ? [...others, { name, service }] : others };
}
