import type { Ctx } from '../../spine/ctx.ts';
import type { Cursors } from '../../spine/cursor-token.ts';

/** The id or number a page goes on after, from the token the client holds; and the token of the next page. */
export function pageCursor<P extends string | number>(cursors: Cursors, ctx: Ctx, list: string) {
  const name = `${list}:${ctx.workspaceId}`;
  return {
    read: (token: string | undefined): P | null => (token === undefined ? null : (cursors.decode(name, token)[0] as P)),
    write: (next: P | null): string | null => (next === null ? null : cursors.encode(name, [next])),
  };
}
