import type { ReleaseManifest } from '../../contract-releases.ts';

/**
 * The one form of a manifest: empty slots left out, lists in the order of what each thing is called. RFC 8785 then orders keys, so
 * that two people who list the same parts get the same digest.
 */
export function canonicalManifest(manifest: ReleaseManifest): ReleaseManifest {
  const slots = Object.entries(manifest).filter(([, value]) => !isEmpty(value));
  const form = Object.fromEntries(slots.map(([slot, value]) => [slot, Array.isArray(value) ? inOrder(value) : value]));
  const { model, tools, ...rest } = form as ReleaseManifest;
  return {
    ...rest,
    ...(model !== undefined && { model: withoutEmpty(model) }),
    ...(tools !== undefined && { tools: tools.map(withoutEmpty) }),
  };
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

const withoutEmpty = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => !isEmpty(part))) as T;

type Called = { slot?: string; name?: string };
const inOrder = (list: readonly Called[]): Called[] => list.toSorted((a, b) => (calledBy(a) < calledBy(b) ? -1 : 1));
const calledBy = ({ slot, name }: Called): string => slot ?? name ?? '';
