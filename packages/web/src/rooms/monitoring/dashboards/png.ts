/** The drawn charts of an element as one picture with a title, on the ground that they stand on; null where nothing is drawn. */
export async function pngOf(element: HTMLElement, title: string): Promise<Blob | null> {
  const drawn = [...element.querySelectorAll('canvas')];
  if (drawn.length === 0) return null;
  const scale = devicePixelRatio;
  const head = 36 * scale;
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(...drawn.map(({ width }) => width)) + 24 * scale;
  canvas.height = drawn.reduce((sum, { height }) => sum + height + 12 * scale, head);
  const ctx = canvas.getContext('2d');
  if (ctx === null) return null;
  const style = getComputedStyle(element);
  ctx.fillStyle = style.backgroundColor;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.fillStyle = style.color;
  ctx.font = `500 ${14 * scale}px "Inter Variable", system-ui, sans-serif`;
  ctx.textBaseline = 'middle';
  ctx.fillText(title, 12 * scale, head / 2);
  let top = head;
  for (const one of drawn) {
    ctx.drawImage(one, 12 * scale, top);
    top += one.height + 12 * scale;
  }
  return new Promise((done) => canvas.toBlob(done, 'image/png'));
}
