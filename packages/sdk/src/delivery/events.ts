export type ServerEvent = { event: string; data: string };

/** Reads server-sent events out of pieces of text, wherever they are cut. */
export function eventReader(): (text: string) => ServerEvent[] {
  let rest = '';
  return (text) => {
    rest += text;
    // A carriage return at the end may be half of a line's end.
    const ready = rest.endsWith('\r') ? rest.slice(0, -1) : rest;
    const frames = ready.split(/\r\n\r\n|\n\n|\r\r/);
    rest = frames.pop()! + rest.slice(ready.length);
    return frames.flatMap(eventIn);
  };
}

function eventIn(frame: string): ServerEvent[] {
  let event = 'message';
  const data: string[] = [];
  for (const line of frame.split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const value = line.slice(colon + 1).replace(/^ /, '');
    if (line.startsWith('event:')) event = value;
    else if (line.startsWith('data:')) data.push(value);
  }
  return data.length === 0 ? [] : [{ event, data: data.join('\n') }];
}
