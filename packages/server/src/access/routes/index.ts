import type { RouteModule } from '../../ports/edge.ts';
import type { AccessDeps } from './deps.ts';
import { keyRoutes } from './keys.ts';
import { ledgerRoutes } from './ledger.ts';
import { modelProviderRoutes } from './model-providers.ts';
import { peopleRoutes } from './people.ts';
import { providerRoutes } from './provider.ts';
import { secondFactorRoutes } from './second-factor.ts';
import { serviceAccountRoutes } from './service-accounts.ts';
import { signInRoutes } from './sign-in.ts';
import { teamRoutes } from './teams.ts';

export const accessRoutes: RouteModule<AccessDeps> = (app, deps) => {
  signInRoutes(app, deps);
  providerRoutes(app, deps);
  teamRoutes(app, deps);
  peopleRoutes(app, deps);
  keyRoutes(app, deps);
  serviceAccountRoutes(app, deps);
  secondFactorRoutes(app, deps);
  ledgerRoutes(app, deps);
  modelProviderRoutes(app, deps);
};
