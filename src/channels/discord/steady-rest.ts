import { REST, type RESTOptions } from 'discord.js';
import { WHOLE_ANSWERS } from './whole-answers.js';

/**
 * discord.js's REST client drops its token for good when Discord refuses it once, and then asks nothing more.
 * This one keeps it: a refusal may pass.
 */
export class SteadyRest extends REST {
  constructor(options: Partial<RESTOptions>) {
    super({ ...WHOLE_ANSWERS, ...options });
  }

  override setToken(token: string | null): this {
    return token === null ? this : super.setToken(token);
  }
}
