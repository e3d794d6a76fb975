import type { Tree } from './tree.ts';

/** Where packages are fetched from is a matter of the machine: nothing committed names the host of a registry or mirror. */
const places: readonly RegExp[] = [
  /\bregistry\.[a-z0-9-]+\.[a-z]{2,}/i,
  /\b(?:deb|ftp|security|snapshot|archive|mirrors?)\.(?:debian|ubuntu)\.(?:org|com)\b/i,
  /\b(?:npm\.pkg|ghcr|files\.pythonhosted|proxy\.golang)\.[a-z0-9.-]+/i,
  /\/-\/[a-z0-9@._-]+\.tgz/i,
];

export function hostViolations(tree: Tree): string[] {
  const found: string[] = [];
  for (const [path, text] of tree) {
    const hit = places.map((place) => place.exec(text)?.[0]).find((one) => one !== undefined);
    if (hit) found.push(`${path} names ${hit}`);
    if (path.endsWith('.npmrc') && /^\s*(?:@[^\s:]+:)?registry\s*=|_auth/m.test(text))
      found.push(`${path} sets a registry`);
    if (path.endsWith('package-lock.json') && text.includes('"resolved": "http'))
      found.push(`${path} says where packages were fetched from`);
  }
  return found;
}
