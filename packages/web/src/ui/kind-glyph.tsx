import type { StepKind } from 'signalbox/contract/monitoring';
import type { ReactNode } from 'react';

export const kindNames: Record<StepKind, string> = {
  agent: 'Agent',
  llm: 'Model call',
  embedding: 'Embedding',
  tool: 'Tool',
  retrieval: 'Retrieval',
  guardrail: 'Guardrail',
  evaluator: 'Evaluator',
  handoff: 'Delegation',
  chain: 'Step',
  other: 'Other',
};

const shapes: Record<StepKind, ReactNode> = {
  agent: <circle cx="7" cy="7" r="4.5" fill="none" strokeWidth="2" />,
  llm: <rect x="2.5" y="2.5" width="9" height="9" rx="2" fill="currentColor" stroke="none" />,
  embedding: (
    <path
      d="M3 3h.1M7 3h.1M11 3h.1M3 7h.1M7 7h.1M11 7h.1M3 11h.1M7 11h.1M11 11h.1"
      strokeWidth="2"
      strokeLinecap="round"
    />
  ),
  tool: <path d="M7 2l5 5-5 5-5-5z" fill="none" strokeWidth="1.5" strokeLinejoin="round" />,
  retrieval: <path d="M2.5 4h9M2.5 7h9M2.5 10h5" strokeWidth="1.5" strokeLinecap="round" />,
  guardrail: (
    <path
      d="M7 2l4.5 1.6v3c0 2.7-1.9 4.5-4.5 5.4-2.6-.9-4.5-2.7-4.5-5.4v-3z"
      fill="none"
      strokeWidth="1.5"
      strokeLinejoin="round"
    />
  ),
  evaluator: <path d="M2.5 7.5l3 3 6-7" fill="none" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />,
  handoff: <path d="M2 7h9M8 4l3 3-3 3" fill="none" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />,
  chain: <rect x="3" y="3" width="8" height="8" rx="1.5" fill="none" strokeWidth="1.5" />,
  other: <circle cx="7" cy="7" r="1.75" fill="currentColor" stroke="none" />,
};

/** What a step is, as a shape in the colour of its text. */
export function KindGlyph({ kind }: { kind: StepKind }) {
  return (
    <svg
      width="14"
      height="14"
      viewBox="0 0 14 14"
      stroke="currentColor"
      className="shrink-0 text-muted"
      role="img"
      aria-label={kindNames[kind]}
    >
      <title>{kindNames[kind]}</title>
      {shapes[kind]}
    </svg>
  );
}
