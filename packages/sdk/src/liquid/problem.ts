/** A template that is not rendered here, and why in words. */
export class TemplateProblem extends Error {
  override readonly name = 'TemplateProblem';
}

export function refuse(why: string): never {
  throw new TemplateProblem(why);
}
