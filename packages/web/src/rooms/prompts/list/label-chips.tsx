import type { Prompt } from 'signalbox/contract/prompts';

/** Labels with the version each stands on; `latest` is said where one stands behind it. */
export function LabelChips({ labels, latest }: Pick<Prompt, 'labels' | 'latest'>) {
  return (
    <span className="inline-flex min-w-0 gap-1">
      {labels.map(({ label, number }) => (
        <span
          key={label}
          title={number === latest ? `${label} stands on the newest version` : `The newest version is ${latest}`}
          className="inline-flex h-5 shrink-0 items-center gap-1 rounded-control border border-line px-1 text-meta"
        >
          {label} <span className="tabular-nums text-muted">{number}</span>
        </span>
      ))}
    </span>
  );
}
