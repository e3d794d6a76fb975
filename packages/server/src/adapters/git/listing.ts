import type { RepositoryFiles } from '../../ports/repository.ts';
import { failedGit } from './run-git.ts';

type Wish = { fits: RegExp; most: number; mostBytes: number };

const plain = new Set(['100644', '100755']);

/** What `git ls-tree -r -z -l` prints, as files below a folder. Links, submodules, huge files and names that are no UTF-8 are told and not read. */
export function listed(rows: Uint8Array, folder: string, { fits, most, mostBytes }: Wish): RepositoryFiles {
  const found: RepositoryFiles = { files: [], refused: [] };
  const above = folder === '' ? '' : `${folder}/`;
  for (const [head, name] of entries(rows)) {
    const [mode = '', , id = '', size = ''] = head.split(/ +/);
    const text = decode(name);
    const path = (text ?? Buffer.from(name).toString('latin1')).slice(above.length);
    if (!fits.test(path)) continue;
    const reason = whyNot({ mode, text, size: Number(size) }, mostBytes);
    if (reason === null) found.files.push({ path, id });
    else if (found.refused.length < 100) found.refused.push({ path, reason });
    if (found.files.length > most) throw failedGit(`there are more than ${most} files to read below "${folder}"`);
  }
  return found;
}

function whyNot(one: { mode: string; text: string | null; size: number }, mostBytes: number): string | null {
  if (one.mode === '120000') return 'It is a symbolic link.';
  if (one.mode === '160000') return 'It is a submodule.';
  if (!plain.has(one.mode)) return 'It is no plain file.';
  if (one.text === null) return 'Its name is no UTF-8.';
  if (/\p{Cc}/u.test(one.text)) return 'Its name holds control characters.';
  return one.size > mostBytes ? `It is larger than ${mostBytes} bytes.` : null;
}

function* entries(rows: Uint8Array): Generator<[head: string, name: Uint8Array]> {
  for (let from = 0; from < rows.length;) {
    const end = rows.indexOf(0, from);
    const tab = rows.indexOf(9, from);
    if (end < 0 || tab < 0 || tab > end) return;
    yield [Buffer.from(rows.subarray(from, tab)).toString('latin1'), rows.subarray(tab + 1, end)];
    from = end + 1;
  }
}

/** null = no UTF-8. */
export function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
