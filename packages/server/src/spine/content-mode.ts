/** What is kept of the content that a key sends: all of it, all but secrets and personal data, or none. */
export const contentModes = ['keep', 'mask', 'drop'] as const;
export type ContentMode = (typeof contentModes)[number];
