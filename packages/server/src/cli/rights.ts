import { rightsTable } from '../spine/rights-docs.ts';

/** Prints the table role × right, as docs/access.md has it. */
export const rights = (): void => console.log(rightsTable());
