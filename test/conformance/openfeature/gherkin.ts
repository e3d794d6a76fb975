/** A scenario to run, examples filled in. `steps` begin with those of the background. */
export type Scenario = { name: string; tags: readonly string[]; steps: readonly Step[] };
/** `table`: rows of cells below the step. */
export type Step = { text: string; table: readonly (readonly string[])[] };

type Block = { name: string; tags: string[]; steps: { text: string; table: string[][] }[]; examples: Examples[] };
type Examples = { tags: string[]; rows: string[][] };

const stepWord = /^(?:Given|When|Then|And|But)\s+(.+)$/;
const scenarioWord = /^Scenario(?: Outline)?:\s*(.+)$/;

/** As much of Gherkin as OpenFeature's features use. Throws at a line it does not know. */
export function scenariosOf(text: string): Scenario[] {
  const background: Block = { name: '', tags: [], steps: [], examples: [] };
  const blocks: Block[] = [];
  let block = background;
  let rows: string[][] = [];
  let tags: string[] = [];
  for (const line of text.split('\n').map((one) => one.trim())) {
    const step = stepWord.exec(line)?.[1];
    const scenario = scenarioWord.exec(line)?.[1];
    if (line === '' || line.startsWith('#') || line.startsWith('Feature:') || line.startsWith('Background:')) continue;
    else if (line.startsWith('@')) tags.push(...line.split(/\s+/));
    else if (scenario !== undefined) {
      block = { name: scenario, tags, steps: [], examples: [] };
      blocks.push(block);
      tags = [];
    } else if (line.startsWith('Examples:')) {
      rows = [];
      block.examples.push({ tags, rows });
      tags = [];
    } else if (step !== undefined) {
      rows = [];
      block.steps.push({ text: step, table: rows });
    } else if (line.startsWith('|')) rows.push(cellsOf(line));
    else if (blocks.length > 0) throw new Error(`Not understood: ${line}`);
  }
  return blocks.flatMap((one) => filledIn(one, background.steps));
}

/** `\"` and `\|` stand for themselves. */
const cellsOf = (line: string): string[] =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll(/\\(["|\\])/g, '$1'));

function filledIn({ name, tags, steps, examples }: Block, before: Block['steps']): Scenario[] {
  if (examples.length === 0) return [{ name, tags, steps: [...before, ...steps] }];
  return examples.flatMap(({ tags: more, rows: [head, ...rows] }) =>
    rows.map((row): Scenario => {
      const fill = (text: string): string =>
        text.replaceAll(/<(\w+)>/g, (whole, key) => row[head!.indexOf(key)] ?? whole);
      const filled = steps.map((one) => ({ text: fill(one.text), table: one.table.map((cells) => cells.map(fill)) }));
      return { name: `${name}: ${row.join(' · ')}`, tags: [...tags, ...more], steps: [...before, ...filled] };
    }),
  );
}
