/** Of the grid of a dashboard, px. */
export const rowHeight = 56;
export const gap = 12;
export const heightOf = (rows: number): number => rows * rowHeight + (rows - 1) * gap;
/** Head and rims of a widget. */
export const frameHeight = 48;
