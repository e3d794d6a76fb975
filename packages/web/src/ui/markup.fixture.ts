/** Static markup as React writes it (well-formed, attributes quoted), read back for tests. */
export type Node = { tag: string; attrs: Record<string, string>; children: (Node | string)[] };

const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'", '&amp;': '&' };
const plain = (text: string): string => text.replace(/&(lt|gt|quot|#x27|amp);/g, (e) => entities[e]!);

/** Throws where the markup is not well-formed: text that broke out of its place would be. */
export function parse(html: string): Node {
  const root: Node = { tag: '#root', attrs: {}, children: [] };
  const open = [root];
  for (const piece of html.match(/<!--.*?-->|<[^>]*>|[^<]+/gs) ?? []) {
    const top = open.at(-1)!;
    if (piece.startsWith('<!')) continue;
    if (piece.startsWith('</')) {
      if (open.pop()!.tag !== piece.slice(2, -1)) throw new Error(`${piece} closes ${top.tag}`);
    } else if (piece.startsWith('<')) {
      const tag = /^<([\w-]+)/.exec(piece)![1]!;
      const attrs = Object.fromEntries([...piece.matchAll(/ ([\w:-]+)="([^"]*)"/g)].map((m) => [m[1]!, plain(m[2]!)]));
      const node: Node = { tag, attrs, children: [] };
      top.children.push(node);
      if (!piece.endsWith('/>')) open.push(node);
    } else top.children.push(plain(piece));
  }
  if (open.length !== 1) throw new Error(`${open.at(-1)!.tag} is not closed`);
  return root;
}

export const nodesOf = (node: Node): Node[] =>
  node.children.flatMap((c) => (typeof c === 'string' ? [] : [c, ...nodesOf(c)]));
export const textOf = (node: Node | string): string =>
  typeof node === 'string' ? node : node.children.map(textOf).join('');

/** What a person reads, one space between pieces. */
export function words(html: string): string {
  const all = (node: Node | string): string => (typeof node === 'string' ? node : node.children.map(all).join(' '));
  return all(parse(html)).replace(/\s+/g, ' ').trim();
}

const implied: Record<string, string> = {
  button: 'button',
  a: 'link',
  h1: 'heading',
  h2: 'heading',
  h3: 'heading',
  nav: 'navigation',
  main: 'main',
  aside: 'complementary',
  article: 'article',
  input: 'textbox',
};
const roleOf = (node: Node): string | undefined => node.attrs['role'] ?? implied[node.tag];

/** Elements of this role, in order, with their names. */
export const byRole = (html: string, role: string): { name: string; node: Node }[] => {
  const root = parse(html);
  return nodesOf(root)
    .filter((n) => roleOf(n) === role && n.attrs['aria-hidden'] !== 'true')
    .map((node) => ({ name: nameOf(node, root), node }));
};
export const names = (html: string, role: string): string[] => byRole(html, role).map((x) => x.name);

/** The accessible name, as far as this product needs it: aria-label, a label for it, a picture's label, its text. */
function nameOf(node: Node, root: Node): string {
  if (node.attrs['aria-label'] !== undefined) return node.attrs['aria-label'];
  const label = nodesOf(root).find(
    (n) =>
      n.tag === 'label' &&
      ((n.attrs['for'] !== undefined && n.attrs['for'] === node.attrs['id']) || nodesOf(n).includes(node)),
  );
  if (node.tag === 'input' && label) return textOf(label).trim();
  const inside = (n: Node | string): string => {
    if (typeof n === 'string') return n;
    if (n.attrs['aria-hidden'] === 'true') return '';
    return (
      n.attrs['aria-label'] ??
      n.children
        .filter((c) => typeof c === 'string' || c.tag !== 'title')
        .map(inside)
        .join(' ')
    );
  };
  return node.children.map(inside).join(' ').replace(/\s+/g, ' ').trim();
}

const acts = new Set(['button', 'link', 'textbox', 'tab', 'combobox', 'checkbox', 'radio']);

/** What an accessibility reviewer would write down: controls without a name, controls in controls, ids twice, references to nothing, rows outside a table. */
export function defects(html: string): string[] {
  const root = parse(html);
  const all = nodesOf(root);
  const found: string[] = [];
  const ids = all.flatMap((n) => n.attrs['id'] ?? []);
  for (const id of ids.filter((x, i) => ids.indexOf(x) !== i)) found.push(`id ${id} twice`);
  for (const n of all) {
    if (n.attrs['aria-hidden'] === 'true') continue;
    const control = acts.has(roleOf(n) ?? '');
    if ((control || n.attrs['role'] === 'img') && nameOf(n, root) === '') found.push(`${n.tag} without a name`);
    if (control && nodesOf(n).some((c) => acts.has(roleOf(c) ?? '')))
      found.push(`a control in ${n.tag} "${nameOf(n, root)}"`);
    for (const attr of ['aria-describedby', 'aria-labelledby', 'aria-activedescendant'])
      if (n.attrs[attr] !== undefined && !ids.includes(n.attrs[attr])) found.push(`${attr} of ${n.tag} points nowhere`);
    if (n.tag === 'button' && n.attrs['type'] === undefined)
      found.push(`button "${nameOf(n, root)}" would submit a form`);
    if (n.attrs['role'] === 'grid' || n.attrs['role'] === 'treegrid')
      for (const row of nodesOf(n).filter((c) => c.attrs['role'] === 'row'))
        if (
          !row.children.every((c) => typeof c !== 'string' && /^(gridcell|columnheader)$/.test(c.attrs['role'] ?? ''))
        )
          found.push('a row with something else than cells');
  }
  return found;
}
