/** The path that Signalbox is opened under, '' at a host of its own; the server writes it into the page. */
export const base: string =
  typeof document === 'undefined'
    ? ''
    : (document.querySelector<HTMLMetaElement>('meta[name="signalbox-base"]')?.content ?? '');
