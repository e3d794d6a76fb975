// Signalbox's own lint rules, loaded by .oxlintrc.json. oxlint asks for a default export.
import { verbAuthorizes } from './verb-authorizes.mjs';
import { verbLedgers } from './verb-ledgers.mjs';

export default {
  meta: { name: 'signalbox' },
  rules: { 'verb-authorizes': verbAuthorizes, 'verb-ledgers': verbLedgers },
};
