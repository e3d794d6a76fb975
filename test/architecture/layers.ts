import { importsOf, resolve } from './imports.ts';
import { isCode, isTest, type Tree } from './tree.ts';

/** HOUSE.md "Direction" 1, 2 and 5. */

const server = 'packages/server/src/';
const edges = ['http', 'mcp', 'cli', 'gateway'];
const foundation = ['stats', 'detect', 'spine'];

/** What each folder of the server may import, beside itself and npm packages. A door is a file, everything else a folder. */
const left: Record<string, readonly string[]> = {
  stats: [],
  detect: [],
  spine: ['stats', 'detect'],
  ports: foundation,
  ingest: [...foundation, 'ports'],
  access: [...foundation, 'ports'],
  rooms: [...foundation, 'ports', 'access/index.ts', 'access/contract.ts'],
  adapters: [...foundation, 'ports'],
  ...Object.fromEntries(edges.map((edge) => [edge, [...foundation, 'ports', 'ingest', 'access', 'rooms']])),
  'main.ts': [...foundation, 'ports', 'ingest', 'access', 'rooms', ...edges, 'app.ts'],
};
/** cli starts the server from main.ts, which stands beside app.ts. */
left['cli'] = [...left['cli']!, 'main.ts'];

/** Whose door each room may use. Nothing imports incidents. */
const doors: Record<string, readonly string[]> = {
  monitoring: [],
  policy: ['monitoring'],
  prompts: ['policy', 'monitoring'],
  optimisation: ['monitoring', 'prompts', 'policy'],
  lifecycle: ['monitoring', 'policy', 'prompts', 'optimisation'],
  incidents: ['monitoring', 'policy', 'prompts', 'optimisation', 'lifecycle'],
};

/** Sentences, one for each import that goes against the direction. Tests and fixtures may stand on the real engines, and are left out. */
export function layerViolations(tree: Tree): string[] {
  const found: string[] = [];
  for (const [path, text] of tree) {
    if (!/^packages\/[^/]+\/src\//.test(path) || !isCode(path) || isTest(path)) continue;
    for (const { specifier } of importsOf(text)) {
      const why = path.startsWith(server)
        ? serverRule(path.slice(server.length), resolve(path, specifier))
        : packageRule(path, specifier);
      if (why) found.push(`${path} imports ${specifier}: ${why}`);
    }
  }
  return found;
}

function serverRule(from: string, target: string): string | null {
  if (target === '?') return 'an import must name its file in a plain string';
  if (!target.startsWith('packages/')) return /^(stats|detect)\//.test(from) ? 'stats and detect import nothing' : null;
  if (!target.startsWith(server)) return 'the server imports no other package by path';
  const to = target.slice(server.length);
  const [own, theirs] = [area(from), area(to)];
  if (own === 'app.ts') return null;
  if (theirs === 'adapters' && own !== 'adapters') return 'only app.ts imports adapters';
  if (own === 'rooms' && theirs === 'rooms') return roomRule(from, to);
  if (own === theirs) return null;
  if (!(left[own] ?? []).some((allowed) => to === allowed || to.startsWith(`${allowed}/`)))
    return `${own} stands left of ${theirs}, or beside it`;
  return theirs === 'rooms' && !/^rooms\/[^/]+\/(index|contract|routes|tools|jobs)\.ts$/.test(to)
    ? 'edges use the doors of rooms'
    : null;
}

const area = (path: string): string => path.split('/')[0]!;

function roomRule(from: string, to: string): string | null {
  const [own, theirs] = [from.split('/')[1]!, to.split('/')[1]!];
  if (own === theirs) return null;
  if (!doors[own]?.includes(theirs)) return `${own} may not know ${theirs}`;
  return to === `rooms/${theirs}/index.ts` ? null : `a room is entered by its door, rooms/${theirs}/index.ts`;
}

function packageRule(path: string, specifier: string): string | null {
  const own = path.split('/').slice(0, 2).join('/');
  const inside = specifier.startsWith('.') && resolve(path, specifier).startsWith(`${own}/`);
  if (inside) return null;
  if (own === 'packages/sdk') return 'the SDK imports nothing';
  if (specifier.startsWith('.')) return 'a package imports no other package by path';
  return specifier === 'signalbox' ||
    (specifier.startsWith('signalbox/') && !specifier.startsWith('signalbox/contract/'))
    ? 'the web imports only contracts'
    : null;
}
