/** The door: what the edges and the composition root need of access. */
export { identifySession } from './identify/by-session.ts';
export { forgetExpired } from './forget-expired.ts';
export { keyRing, type KeyRing } from './identify/by-key.ts';
export type { KeyIdentity } from './identify/look-up-key.ts';
export type { Identity } from './identify/identity.ts';
export { accessMigrations } from './migrations/index.ts';
export { presentedKey } from './model/credential.ts';
export { findPerson } from './views/find-person.ts';
export { findTeam } from './views/find-team.ts';
export type { AccessDeps } from './routes/deps.ts';
export { accessRoutes } from './routes/index.ts';
export { sessionCookie } from './routes/session-cookie.ts';
export { signInUrl } from './sign-in-links.ts';
export { bootstrap, type Bootstrapped } from './verbs/bootstrap.ts';
export { recordContentAccess, type ContentAccess } from './verbs/record-content-access.ts';
export { createKey } from './verbs/create-key.ts';
export { issueSignInLink } from './verbs/issue-sign-in-link.ts';
