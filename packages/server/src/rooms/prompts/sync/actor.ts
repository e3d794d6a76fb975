/** Who takes over what git says: named in the ledger, and the author of versions whose commit is nobody's here. */
export const syncActor = { kind: 'job', id: 'prompts.sync' } as const;
