export type Aspect = 'clear' | 'caution' | 'danger' | 'dark';
const words: Record<Aspect, string> = { clear: 'Healthy', caution: 'Watch', danger: 'Act now', dark: 'No signal' };

/** Health in one shape: the arm says it without colour. Pure SVG of tokens, 14 px; `label` replaces the word for readers ('' where the word stands beside it). */
export function Lamp({ aspect, label, size = 14 }: { aspect: Aspect; label?: string; size?: number }) {
  const look = looks[aspect];
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 14 14"
      {...(label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label ?? words[aspect] })}
      className="shrink-0"
    >
      <circle cx="7" cy="7" r="6" fill={look.fill} stroke={look.rim} strokeWidth="1.25" strokeDasharray={look.dash} />
      {look.turn === null ? null : (
        <path
          d="M7 3.5v7"
          stroke={look.arm}
          strokeWidth="2"
          strokeLinecap="round"
          transform={`rotate(${look.turn} 7 7)`}
        />
      )}
    </svg>
  );
}

const looks: Record<Aspect, { fill: string; rim: string; arm: string; turn: number | null; dash?: string }> = {
  clear: { fill: 'none', rim: 'var(--edge)', arm: 'var(--muted)', turn: 0 },
  caution: { fill: 'var(--caution-fill)', rim: 'var(--caution-rim)', arm: 'var(--caution-arm)', turn: 45 },
  danger: { fill: 'var(--danger-fill)', rim: 'var(--danger-fill)', arm: 'var(--danger-arm)', turn: 90 },
  dark: { fill: 'none', rim: 'var(--dark)', arm: 'none', turn: null, dash: '2.2 1.6' },
};
