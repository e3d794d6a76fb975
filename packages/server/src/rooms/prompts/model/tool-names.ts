import type { Issue, Settings } from '../contract.ts';

/** A warning for each tool that stands there by its name alone and that no agent of the team has. `known` null = nobody said. */
export function unknownTools({ tools }: Settings, known: ReadonlySet<string> | null): Issue[] {
  if (known === null) return [];
  return tools.flatMap(({ name, inputSchema }, at) =>
    inputSchema !== undefined || known.has(name)
      ? []
      : [
          {
            ...{ severity: 'warning', code: 'tool_nowhere', path: `settings.tools.${at}`, line: null },
            sentence: `No agent of the team has a tool "${name}", and no schema of it stands here.`,
          },
        ],
  );
}
