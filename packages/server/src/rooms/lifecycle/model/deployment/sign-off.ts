/** What an environment asks for before a release is deployed there. `role` null = of any role that may sign off. */
export type SignOffRule = { readonly people: number; readonly role: string | null; readonly notAuthor: boolean };
export type SignOff = { readonly personId: string; readonly roles: readonly string[] };

/** How many more people have to sign off. The same person counts once; the release's author not at all where the rule says so. */
export function missingSignOffs(rule: SignOffRule, given: readonly SignOff[], authorId: string | null): number {
  const good = given.filter(
    ({ personId, roles }) =>
      (rule.role === null || roles.includes(rule.role)) && !(rule.notAuthor && personId === authorId),
  );
  return Math.max(0, rule.people - new Set(good.map((one) => one.personId)).size);
}
