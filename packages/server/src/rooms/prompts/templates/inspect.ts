import type { Reference } from '../contract.ts';
import { referenceKey } from '../model/reference.ts';
import { engineWith, refusalOf } from './engine.ts';

/** A variable where a template first uses it. `name`: its first part. */
export type Used = { name: string; line: number };
type Inspected = {
  variables: Used[];
  references: Reference[];
  refusal: { sentence: string; line: number | null } | null;
};

/** Tags times characters: Liquid counts the lines before each variable again, which would hold the server for seconds. */
const mostWork = 50_000_000;
const isTooMuch = (text: string): boolean => text.split(/\{[{%]/).length * text.length > mostWork;

/**
 * Says what templates ask for, without rendering them; never throws. `sources`: texts of references, whose variables then count as
 * those of the first template that leads there; null = of each text alone. What several lead to is read once.
 */
export function inspectorOf(sources: ReadonlyMap<string, string> | null): (text: string) => Inspected {
  let references = new Map<string, Reference>();
  const engine = engineWith(sources, (one) => references.set(referenceKey(one), one));
  return (text) => {
    references = new Map();
    if (isTooMuch(text)) {
      const refusal = { sentence: 'it has too many tags for its length: divide it', line: null };
      return { variables: [], references: [], refusal };
    }
    try {
      const { globals } = engine.analyzeSync(engine.parse(text), { partials: false });
      const variables = Object.entries(globals).map(([name, places]) => ({ name, line: places[0]?.location.row ?? 1 }));
      return { variables, references: [...references.values()], refusal: null };
    } catch (error) {
      return { variables: [], references: [...references.values()], refusal: refusalOf(error) };
    }
  };
}
