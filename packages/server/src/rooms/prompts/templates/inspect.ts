import type { Reference } from '../contract.ts';
import { referenceKey } from '../model/reference.ts';
import { engineWith, refusalOf } from './engine.ts';

/** A variable where a template first uses it. `name`: its first part. */
export type Used = { name: string; line: number };
export type Inspected = {
  variables: Used[];
  references: Reference[];
  refusal: { sentence: string; line: number | null } | null;
};

/**
 * What a template asks for, without rendering it; never throws. `sources`: texts of references, whose variables then count as its
 * own; null = of this text alone.
 */
export function inspectTemplate(text: string, sources: ReadonlyMap<string, string> | null = null): Inspected {
  const references = new Map<string, Reference>();
  try {
    const engine = engineWith(sources, (one) => references.set(referenceKey(one), one));
    const { globals } = engine.analyzeSync(engine.parse(text), { partials: false });
    const variables = Object.entries(globals).map(([name, places]) => ({ name, line: places[0]?.location.row ?? 1 }));
    return { variables, references: [...references.values()], refusal: null };
  } catch (error) {
    return { variables: [], references: [...references.values()], refusal: refusalOf(error) };
  }
}
