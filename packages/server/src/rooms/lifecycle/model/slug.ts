/** A name as part of an address that no other has: lower case, ASCII letters, digits and single dashes; 'agent' where nothing is left. */
export function freeSlug(name: string, taken: (slug: string) => boolean): string {
  const plain =
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'agent';
  for (let n = 1; ; n++) {
    const slug = n === 1 ? plain : `${plain}-${n}`;
    // An address may hold a slug or an id.
    if (!taken(slug) && !slug.startsWith('agt_') && !reserved.has(slug)) return slug;
  }
}

/** Beside /agents/{slug} stand other addresses. */
const reserved = new Set(['names', 'suggestions', 'changes', 'first-week', 'merge']);
