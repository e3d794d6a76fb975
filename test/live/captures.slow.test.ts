import { checkCaptures } from './capture-checks.ts';
import { captures } from './replay.ts';

checkCaptures(captures);
