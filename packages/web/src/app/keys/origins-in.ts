/** Pages as people write them into one line: scheme, host and port; what stands behind that is not the page's origin. */
export const originsIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,]+/)
      .filter((one) => one !== '')
      .map((one) => /^https?:\/\/[^/?#]+/i.exec(one)?.[0].toLowerCase() ?? one),
  ),
];
