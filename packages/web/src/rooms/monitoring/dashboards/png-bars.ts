import type { QueryAnswer } from 'signalbox/contract/monitoring/query';
import { figureWithUnit } from '../../../format/measure.ts';
import { neutralLine } from '../../../format/neutralise.ts';
import { coloursIn } from '../../../ui/chart/colours.ts';
import { groupsOf } from './model/answer.ts';
import { letters, pictureOf, sheetOf } from './png.ts';

const [row, width, names, figures] = [24, 640, 220, 110];

/** Groups side by side as a picture: name, bar from 0, exact figure. null where there is no group. */
export async function pngOfBars(element: HTMLElement, title: string, answer: QueryAnswer): Promise<Blob | null> {
  const { unit, groups } = groupsOf(answer);
  const scale = devicePixelRatio;
  const size = { width: width * scale, height: (groups.length * row + 12) * scale };
  const sheet = groups.length === 0 ? null : sheetOf(element, title, size);
  if (sheet === null) return null;
  const { ctx, top } = sheet;
  const ink = coloursIn(element);
  const most = Math.max(0, ...groups.map(({ value }) => value ?? 0));
  const room = width - names - figures;
  ctx.font = `${13 * scale}px ${letters}`;
  groups.forEach(({ label, value, others }, at) => {
    const middle = top + (at + 0.5) * row * scale;
    const long = most > 0 && value !== null ? Math.max(0, value / most) * room : 0;
    ctx.fillStyle = ink(others ? 'muted' : 'ink');
    ctx.textAlign = 'left';
    // Narrower letters where a name is longer than its room: none is cut.
    ctx.fillText(neutralLine(label === '' ? title : label), 12 * scale, middle, (names - 12) * scale);
    ctx.fillStyle = ink(others ? 'bar-soft' : 'line-1');
    ctx.fillRect((12 + names) * scale, middle - 6 * scale, long * scale, 12 * scale);
    ctx.fillStyle = ink('ink');
    ctx.textAlign = 'right';
    ctx.fillText(figureWithUnit(value, unit), (12 + width) * scale, middle);
  });
  return pictureOf(sheet);
}
