import type { Actor } from '../../../spine/actor.ts';

/** Who declares the demo: whatever it wrote says so by its author, wherever that is shown. */
export const demoActor = { kind: 'job', id: 'demo' } as const satisfies Actor;

/** Ids of authors of what demos wrote; the first of them wrote as the system. */
export const demoAuthors = [demoActor.id, 'system'] as const;
