import { nearestAbove, type Node, type Trace } from './tree.ts';

/**
 * The spans that stand for one call of a tool each. By the Model Context Protocol the agent, the client and the server
 * describe the same call, one below the other: the outermost counts.
 */
export function countedTools(trace: Trace): ReadonlySet<Node> {
  const tools = trace.nodes.filter((node) => node.span.kind === 'tool');
  if (tools.length < 2) return new Set(tools);
  // An agent between two calls of one name began something of its own.
  const above = nearestAbove(trace, ({ span }) => span.kind === 'tool' || span.kind === 'agent');
  return new Set(tools.filter((node) => !isRepeated(node, above(node))));
}

/** Agents prefix a server's tools with its name. */
const isRepeated = ({ span }: Node, above: Node | null): boolean =>
  above?.span.kind === 'tool' && span.tool !== '' && above.span.tool.endsWith(span.tool);
