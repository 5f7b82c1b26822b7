import { secretsIn } from '../config/secrets.js';
import { redactor } from '../observability/redact.js';
import { SystemClock } from '../scheduling/system-clock.js';
import { checksFor } from './check/all.js';
import { fault } from './check/finding.js';
import { exitCodeOf, json, table } from './check/report.js';
import { runChecks } from './check/run.js';
import { EXIT } from '../exit-codes.js';
import { settingsInForce } from './live-settings.js';
import { configured, Misconfigured, type Work } from './command.js';

/**
 * `check [--json]` looks at everything Muster needs, before it is started or while it runs, and changes nothing of it.
 * Exit codes: 0 nothing stands in the way (there may be warnings), 1 there is a fault, 64 an unknown argument,
 * 78 the configuration is at fault, so nothing else was looked at.
 */
export const check: Work = async ({ options }) => {
  const asJson = options.has('json');
  try {
    return await look(configured(), asJson);
  } catch (error) {
    if (!asJson || !(error instanceof Misconfigured)) throw error;
    process.stdout.write(
      json(error.faults.map(({ name, reason }) => fault('configuration', `${name} ${reason}`))),
    );
    return EXIT.misconfigured;
  }
};

async function look({ config, settings }: ReturnType<typeof configured>, asJson: boolean): Promise<number> {
  const clock = new SystemClock();
  const live = await settingsInForce(config);
  const findings = await runChecks(await checksFor(config, clock, settings, live), clock);
  // No line holds a secret; should one ever quote an error that does, it is struck out here.
  const redact = redactor(secretsIn(settings.variables));
  process.stdout.write(redact(asJson ? json(findings) : table(findings)));
  return exitCodeOf(findings);
}
