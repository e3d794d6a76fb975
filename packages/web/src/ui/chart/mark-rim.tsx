import { lazy } from 'react';
import { neutralLine } from '../../format/neutralise.ts';
import { fullTime } from '../../format/time.ts';
import { OnPress } from '../on-press.tsx';
import { useZone } from '../zone.tsx';
import { type Cluster, clustered, type Marker, markNear, signOf, signsOf, wordOf } from './chart-marks.ts';

const OpenedMenu = lazy(async () => ({ default: (await import('../opened-menu.tsx')).OpenedMenu }));

type Props = {
  markers: readonly Marker[];
  /** The time that the rim stands for, Unix ms. */
  from: number;
  to: number;
  /** What came after `to`, up to here, stands at it. */
  until: number;
  /** Where that time stands, px. */
  left: number;
  width: number;
  onMark?: ((path: string) => void) | undefined;
  /** Where nothing else draws them. */
  drawn?: boolean;
};

/** What changed, on the upper rim of a chart: a press says it, and leads there. Reached by the tabulator, one stop a group. */
export function MarkRim({ markers, from, to, until, left, width, onMark, drawn = false }: Props) {
  const zone = useZone();
  const perPx = (to - from) / Math.max(1, width);
  const seen = markers.filter(({ at }) => at >= from && at <= Math.max(to, until));
  return clustered(seen, perPx * markNear).map((cluster) => {
    const label = labelOf(cluster, (at) => timeOf(at, zone));
    const look =
      'absolute top-0 z-1 flex h-11 w-6 cursor-pointer items-start justify-center rounded-control pt-0.5 text-[10px] leading-3 hover:bg-select desk:h-4';
    const place = { left: left + (Math.min(to, cluster.at) - from) / perPx - 12 };
    const sign = drawn ? (
      <span aria-hidden className="whitespace-nowrap">
        {signsOf(cluster)}
      </span>
    ) : null;
    return (
      <span key={`${cluster.at} ${cluster.kinds.join()}`} onPointerDown={(event) => event.stopPropagation()}>
        <span className="absolute top-0" style={place} onClick={(event) => event.stopPropagation()}>
          <OnPress
            button={(press) => (
              <button type="button" className={look} aria-label={label} title={label} onClick={press}>
                {sign}
              </button>
            )}
          >
            <OpenedMenu acts={actsOf(cluster, (at) => timeOf(at, zone), onMark)} label={label} look={look}>
              {sign}
            </OpenedMenu>
          </OnPress>
        </span>
      </span>
    );
  });
}

const timeOf = (at: number, zone: 'utc' | 'local'): string =>
  fullTime(new Date(at).toISOString(), zone).replace(/\.\d{3}/, '');

/** One mark in full; of several how many of each kind. */
function labelOf({ markers, kinds }: Cluster, time: (at: number) => string): string {
  const [first] = markers;
  if (markers.length === 1) return `${wordOf(first!.kind)}, ${time(first!.at)}: ${neutralLine(first!.text)}`;
  const counts = kinds.map((kind) => `${markers.filter((one) => one.kind === kind).length} × ${wordOf(kind)}`);
  return `${counts.join(', ')}, from ${time(first!.at)}`;
}

function actsOf(
  { markers }: Cluster,
  time: (at: number) => string,
  onMark: Props['onMark'],
): Record<string, () => void> {
  const named = markers.map((one): [string, () => void] => [
    `${signOf(one.kind)} ${wordOf(one.kind)} · ${time(one.at)} · ${neutralLine(one.text)}`,
    () => (one.path === null ? undefined : onMark?.(one.path)),
  ]);
  return Object.fromEntries(named);
}
