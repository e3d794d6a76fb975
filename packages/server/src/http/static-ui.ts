import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { createHash } from 'node:crypto';
import type { Context } from 'hono';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const compressible = /^(text|application\/json|image\/svg)/;

type Encoding = 'br' | 'gzip' | 'identity';
type File = {
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
  etag: string;
  packed: Map<Encoding, Uint8Array<ArrayBuffer>>;
};

/**
 * The built web, held in memory (some 2 MB) and packed on first use. Addresses without a file and without an extension are pages
 * of the app: they get index.html. Returns null where there is nothing to show.
 */
export function staticUi(root: string, base: string): (c: Context) => Promise<Response | null> {
  const files = load(root, base);
  return async (c) => {
    if (!/^(GET|HEAD)$/.test(c.req.method)) return null;
    const { path } = c.req;
    const file = files.get(path) ?? (extname(path) === '' ? files.get('/index.html') : undefined);
    if (file === undefined) return null;
    const headers: Record<string, string> = {
      'content-type': file.type,
      etag: file.etag,
      // Vite puts a hash of the content into the names under /assets.
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
    };
    if (c.req.header('if-none-match') === file.etag) return new Response(null, { status: 304, headers });
    const encoding = wanted(c.req.header('accept-encoding') ?? '', file);
    if (encoding !== 'identity') headers['content-encoding'] = encoding;
    return new Response(await pack(file, encoding), { headers });
  };
}

function load(root: string, base: string): Map<string, File> {
  const files = new Map<string, File>();
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) return files;
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = new Uint8Array(
      entry.name === 'index.html' ? placed(readFileSync(path, 'utf8'), base) : readFileSync(path),
    );
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    const type = types[extname(path)] ?? 'application/octet-stream';
    files.set(`/${relative(root, path).split(sep).join('/')}`, { bytes, type, etag, packed: new Map() });
  }
  return files;
}

/**
 * The page under the path it is opened at. Only the page names its parts from the root (they find each other relative to themselves);
 * and the script learns where the API is.
 */
const placed = (html: string, base: string): Buffer =>
  Buffer.from(
    html
      .replace(/\b(src|href)="\/(?!\/)/g, `$1="${base}/`)
      .replace('<meta name="signalbox-base" content="" />', `<meta name="signalbox-base" content="${base}" />`),
  );

const wanted = (accepts: string, file: File): Encoding => {
  if (!compressible.test(file.type) || file.bytes.length < 1024) return 'identity';
  return /\bbr\b/.test(accepts) ? 'br' : /\bgzip\b/.test(accepts) ? 'gzip' : 'identity';
};

async function pack(file: File, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
  const known = encoding === 'identity' ? file.bytes : file.packed.get(encoding);
  if (known !== undefined) return known;
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 7 } };
  const packed = await (encoding === 'br'
    ? promisify(brotliCompress)(file.bytes, quality)
    : promisify(gzip)(file.bytes));
  const bytes = new Uint8Array(packed);
  file.packed.set(encoding, bytes);
  return bytes;
}
