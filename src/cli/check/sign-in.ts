import { type Config, SIGN_IN_NEEDS } from '../../config/config.js';
import { type Check, warning } from './finding.js';

/** Some of what signing in takes is set, so somebody wants it; with nothing set, nobody does. */
export function signInCheck({ bridge }: Config): Check {
  const what = 'sign-in';
  return {
    what,
    look: () => {
      const needs = bridge?.signIn.needs ?? [];
      if (needs.length === 0 || needs.length === SIGN_IN_NEEDS.length) return [];
      return warning(what, `nobody can sign in with a browser: set ${needs.join(', ')} too`);
    },
  };
}
