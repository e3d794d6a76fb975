/** What is wrong with a spec: the field as `steps.2.weight`, and a whole sentence that names it. */
export type Problem = { readonly path: string; readonly message: string };

export const problem = (path: string, says: string): Problem => ({ path, message: `"${path}" ${says}.` });
