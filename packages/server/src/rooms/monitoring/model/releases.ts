import type { Calls } from './calls.ts';
import type { Observe } from './facts.ts';
import type { Placement, RunGroup } from './placement.ts';
import type { Node, Trace } from './tree.ts';

/**
 * The release of the invocation that a node belongs to: declared by itself or anywhere in its run, else the version of its
 * agent or service, else what its first counted model call was seen to be configured by. '' = unknown.
 * Gives each run the release of its top.
 */
export function releasesOf(trace: Trace, placement: Placement, calls: Calls, observe: Observe): (node: Node) => string {
  const { invocationOf, runOf } = placement;
  const digests = new Map<Node | RunGroup, string>();
  const homeOf = (node: Node): Node | RunGroup => invocationOf.get(node) ?? runOf.get(node)!;
  for (const node of trace.nodes) {
    const home = homeOf(node);
    if (calls.has(node) && node.span.configDigest !== '' && !digests.has(home))
      digests.set(home, node.span.configDigest);
  }
  const declared = new Map(placement.runs.map((run) => [run, run.release]));
  const known = new Map<Node | RunGroup, string>();
  const releaseOf = (node: Node): string => {
    const home = homeOf(node);
    let release = known.get(home);
    if (release === undefined) {
      const run = runOf.get(node)!;
      const { span } = home === run ? run.lead : (home as Node);
      const digest = digests.get(home);
      release = span.release || declared.get(run)! || span.agentVersion || span.serviceVersion;
      if (release === '' && digest !== undefined) release = observe(span, digest);
      known.set(home, release);
    }
    return release;
  };
  for (const run of placement.runs) run.release = releaseOf(run.top ?? run.lead);
  return releaseOf;
}
