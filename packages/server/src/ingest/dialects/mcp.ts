import type { SpanIn } from '../otlp/types.ts';
import { known, text } from './attribute.ts';
import type { Dialect, Facts } from './types.ts';

/**
 * The Model Context Protocol by OpenTelemetry's conventions. One call of a tool can give three spans (the agent's, the
 * client's, the server's): all are steps, the assembly counts the outermost.
 */
export const mcp: Dialect = {
  name: 'mcp',
  claims: ({ attributes }) => attributes.has('mcp.method.name'),
  read({ attributes, name }: SpanIn): Facts {
    const method = text(attributes, 'mcp.method.name');
    if (method !== 'tools/call') return { kind: 'other' };
    // `{method} {tool}` is the name's form where the attribute is left out.
    const tool = text(attributes, 'gen_ai.tool.name') ?? (name.startsWith('tools/call ') ? name.slice(11) : undefined);
    return known({
      kind: 'tool',
      tool,
      failed: text(attributes, 'error.type') === 'tool_error' || undefined,
    });
  },
};
