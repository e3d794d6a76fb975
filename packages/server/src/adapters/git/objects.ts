import { decode } from './listing.ts';
import type { GitCall } from './run-git.ts';

const atOnce = 200;
const mostBytes = 256 << 20;

/** Texts of objects by id, as `git cat-file --batch` prints them; null = no UTF-8. Ids that are none are left out. */
export async function readObjects(
  git: (call: Pick<GitCall, 'args' | 'input' | 'mostBytes'>) => Promise<Buffer>,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  const texts = new Map<string, string | null>();
  for (let from = 0; from < ids.length; from += atOnce) {
    const input = `${ids.slice(from, from + atOnce).join('\n')}\n`;
    const told = await git({ args: ['cat-file', '--batch'], input, mostBytes });
    for (let at = 0; at < told.length;) {
      const end = told.indexOf(10, at);
      const [id = '', kind, size] = told.toString('latin1', at, end).split(' ');
      at = end + 1;
      // Only of what is not there no text follows. That of a commit is passed over: it may look like the line of another object.
      if (size === undefined) continue;
      if (kind === 'blob') texts.set(id, decode(told.subarray(at, at + Number(size))));
      at += Number(size) + 1;
    }
  }
  return texts;
}
