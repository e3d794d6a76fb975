/** An empty picture under a title, on the ground that an element stands on; px of the screen. null where there is no canvas. */
export type Sheet = { canvas: HTMLCanvasElement; ctx: CanvasRenderingContext2D; scale: number; top: number };
export const letters = '"Inter Variable", system-ui, sans-serif';

export function sheetOf(element: HTMLElement, title: string, size: { width: number; height: number }): Sheet | null {
  const scale = devicePixelRatio;
  const head = 36 * scale;
  const canvas = document.createElement('canvas');
  canvas.width = size.width + 24 * scale;
  canvas.height = size.height + head;
  const ctx = canvas.getContext('2d');
  if (ctx === null) return null;
  const style = getComputedStyle(element);
  ctx.fillStyle = style.backgroundColor;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.fillStyle = style.color;
  ctx.font = `500 ${14 * scale}px ${letters}`;
  ctx.textBaseline = 'middle';
  ctx.fillText(title, 12 * scale, head / 2);
  return { canvas, ctx, scale, top: head };
}

export const pictureOf = ({ canvas }: Sheet): Promise<Blob | null> =>
  new Promise((done) => canvas.toBlob(done, 'image/png'));

/** The drawn charts of an element as one picture with a title; null where nothing is drawn. */
export async function pngOf(element: HTMLElement, title: string): Promise<Blob | null> {
  const drawn = [...element.querySelectorAll('canvas')];
  if (drawn.length === 0) return null;
  const gap = 12 * devicePixelRatio;
  const width = Math.max(...drawn.map((one) => one.width));
  const height = drawn.reduce((sum, one) => sum + one.height + gap, 0);
  const sheet = sheetOf(element, title, { width, height });
  if (sheet === null) return null;
  let { top } = sheet;
  for (const one of drawn) {
    sheet.ctx.drawImage(one, gap, top);
    top += one.height + gap;
  }
  return pictureOf(sheet);
}
