const [width, height] = [112, 20];

/** Counts over equal steps of time as bars from 0; a step without any is a gap. `label` says what they are. */
export function Sparkline({ values, label }: { values: readonly number[]; label: string }) {
  const most = Math.max(1, ...values);
  const step = width / Math.max(1, values.length);
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className="block shrink-0"
    >
      <path d={`M0 ${height - 0.5}H${width}`} stroke="var(--line)" />
      {values.map((value, i) =>
        value === 0 ? null : (
          <rect
            // The place in time is what a bar is.
            key={i}
            x={i * step + 0.5}
            width={Math.max(1, step - 1)}
            y={height - bar(value, most)}
            height={bar(value, most)}
            fill="var(--bar)"
          />
        ),
      )}
    </svg>
  );
}

/** At least 1 px where there was anything. */
const bar = (value: number, most: number): number => Math.max(1, (value / most) * (height - 2));
