import { REST, type RESTOptions } from 'discord.js';
import { WHOLE_ANSWERS } from './whole-answers.js';

/**
 * discord.js's REST client, but for one thing: that one drops its token for good the first time Discord refuses it,
 * and asks nothing any more from then on. A refusal that passes must not outlast itself.
 */
export class SteadyRest extends REST {
  constructor(options: Partial<RESTOptions>) {
    super({ ...WHOLE_ANSWERS, ...options });
  }

  override setToken(token: string | null): this {
    return token === null ? this : super.setToken(token);
  }
}
