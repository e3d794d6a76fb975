import type { Dashboard, Widget } from 'signalbox/contract/monitoring/dashboards';
import { useRef } from 'react';
import type { Scope } from '../../../app/scope.ts';
import { neutralLine } from '../../../format/neutralise.ts';
import { usePhone, useWidth } from '../../../ui/measure.ts';
import { DragHandle } from './drag-handle.tsx';
import { frameHeight, gap, heightOf, rowHeight } from './grid-metrics.ts';
import { inOrder, type Layout } from './model/grid.ts';
import { questionOf } from './model/question.ts';
import type { Arrangement } from './use-arrangement.ts';
import { titleOf, WidgetFrame } from './widget-frame.tsx';

type Props = {
  arrangement: Arrangement;
  range: Dashboard['range'];
  scope: Scope;
  /** null = to be looked at only. */
  actsOf: ((widget: Widget) => Record<string, () => void>) | null;
};

const phoneHeight = 232;

/** Widgets on twelve columns; on a phone one below the other, and unmoved. */
export function WidgetGrid({ arrangement, range, scope, actsOf }: Props) {
  const grid = useRef<HTMLDivElement>(null);
  const width = useWidth(grid);
  const phone = usePhone();
  const frames = inOrder(arrangement.widgets).map((widget) => {
    const { layout } = widget;
    const height = (phone ? phoneHeight : heightOf(layout.h)) - frameHeight;
    const name = neutralLine(titleOf(widget));
    const shared = { layout, width, onDrop: arrangement.keep };
    const onMove = (to: Layout, soon?: boolean): void => arrangement.move(widget.id, to, soon);
    return (
      <div key={widget.id} style={phone ? (widget.kind === 'line' ? {} : { height: phoneHeight }) : placeOf(layout)}>
        <WidgetFrame
          widget={widget}
          question={questionOf(widget, scope, range)}
          height={height}
          acts={actsOf?.(widget) ?? {}}
          {...(actsOf === null || phone
            ? {}
            : {
                handles: [
                  <DragHandle
                    key="move"
                    label={`Move ${name}: drag, or arrow keys; with shift its size`}
                    {...shared}
                    onMove={onMove}
                  />,
                  <DragHandle
                    key="size"
                    label={`Size of ${name}: drag, or arrow keys`}
                    {...shared}
                    onMove={onMove}
                    resize
                  />,
                ],
              })}
        />
      </div>
    );
  });
  return phone ? (
    <div ref={grid} className="flex flex-col gap-3">
      {frames}
    </div>
  ) : (
    <div ref={grid} className="grid grid-cols-12" style={{ gap, gridAutoRows: rowHeight }}>
      {frames}
    </div>
  );
}

const placeOf = ({ x, y, w, h }: Layout) => ({ gridColumn: `${x + 1} / span ${w}`, gridRow: `${y + 1} / span ${h}` });
