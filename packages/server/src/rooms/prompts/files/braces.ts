/** A variable in double braces, a reference of Langfuse, or what only Liquid would take for something. */
const special =
  /\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}|@@@langfusePrompt:([^@]*)@@@|\{(?=\{\{\s*[A-Za-z_]\w*\s*\}\})|\{\{|\{%/g;

/**
 * A text whose variables stand in double braces (Langfuse, Mustache without sections), as Liquid: the same text for the same
 * values. Everything else in it stays what it is. `names` collects the variables.
 */
export const liquidOf = (text: string, names: Set<string>): string =>
  text.replaceAll(special, (found: string, name?: string, reference?: string) => {
    if (name !== undefined) {
      names.add(name);
      return `{{ ${name} }}`;
    }
    if (reference !== undefined) return referenceOf(reference) ?? found;
    return literal(found);
  });

/** A text whose variables stand in single braces, doubled ones being braces (Python's f-strings). */
export const liquidOfFString = (text: string, names: Set<string>): string =>
  text.replaceAll(/\{\{|\}\}|\{\s*([A-Za-z_][A-Za-z0-9_]*)[^{}]*\}|\{%/g, (found: string, name?: string) => {
    if (name !== undefined) {
      names.add(name);
      return `{{ ${name} }}`;
    }
    return found === '{%' ? literal(found) : literal(found[0]!);
  });

/** A brace alone could become one with its neighbour: as a value it cannot. */
const literal = (text: string): string => (text === '}' ? text : `{{ "${text}" }}`);

function referenceOf(parameters: string): string | null {
  const given = new Map(parameters.split('|').map((one) => [one.split('=')[0]!, one.slice(one.indexOf('=') + 1)]));
  const name = given.get('name');
  const at = given.get('version') ?? given.get('label') ?? 'production';
  return name === undefined ? null : `{% prompt ${JSON.stringify(`${name}@${at}`)} %}`;
}
