/** A piece of a stored message, which is JSON cut anywhere, as one line of text: escapes undone, the frame of the message taken off. */
export const snippetText = (piece: string): string =>
  piece
    .replace(/^.*?"content":"/s, '')
    .replace(/"\}\]\}$/s, '')
    .replace(/\\(?:u([0-9a-f]{4})|(["\\/nrtbf]))/gi, (_, code: string | undefined, sign: string) =>
      code === undefined ? (/["\\/]/.test(sign) ? sign : ' ') : String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replace(/\s+/g, ' ')
    .trim();
