import type { Prompt } from 'signalbox/contract/prompts';

/** In single quotes for a POSIX shell; a quote inside ends them, stands by itself, and begins them anew. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The same by API, CLI and in a template; `origin` such as https://signalbox.example. */
export function commandsOf({ id, name }: Pick<Prompt, 'id' | 'name'>, at: string, origin: string) {
  const url = `${origin}/api/v1/prompts/${id}`;
  return {
    curl: `curl -H "x-signalbox-key: $SIGNALBOX_KEY" ${quoted(`${url}/versions/${at}`)}`,
    'curl, rendered': `curl -X POST -H "x-signalbox-key: $SIGNALBOX_KEY" -H 'content-type: application/json' -d ${quoted(JSON.stringify({ at, variables: {} }))} ${quoted(`${url}/render`)}`,
    CLI: `signalbox prompts get ${quoted(`${name}@${at}`)}`,
    ...(/^\d+$/.test(at)
      ? { 'CLI, move label': `signalbox prompts label ${quoted(name)} production ${at} --reason ''` }
      : {}),
    Reference: `{% prompt "${name}@${at}" %}`,
  };
}
