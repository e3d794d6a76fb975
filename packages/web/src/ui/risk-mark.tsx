type Level = 'low' | 'medium' | 'high';
const heights = [4, 7, 10];
const filled: Record<Level, number> = { low: 1, medium: 2, high: 3 };
const words: Record<Level, string> = { low: 'Low risk', medium: 'Medium risk', high: 'High risk' };

/** How risky, as one to three bars with its word: it reads without colour. */
export function RiskMark({ level, word = true }: { level: Level; word?: boolean }) {
  const tone = level === 'high' ? 'text-danger' : level === 'medium' ? 'text-caution' : 'text-muted';
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${tone}`}>
      <svg
        width="12"
        height="12"
        viewBox="0 0 12 12"
        {...(word ? { 'aria-hidden': true } : { role: 'img', 'aria-label': words[level] })}
        className="shrink-0"
      >
        {heights.map((height, i) => (
          <rect
            key={height}
            x={i * 4 + 0.5}
            y={11.5 - height}
            width="3"
            height={height}
            fill={i < filled[level] ? 'currentColor' : 'none'}
            stroke="currentColor"
            strokeWidth="0.75"
          />
        ))}
      </svg>
      {word ? words[level] : null}
    </span>
  );
}
