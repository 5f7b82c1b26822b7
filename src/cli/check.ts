import { parseArgs } from 'node:util';
import { formatFaults, loadConfig } from '../config/config.js';
import { readSettings } from '../config/environment.js';
import { secretsIn } from '../config/secrets.js';
import { redactor } from '../observability/redact.js';
import { becomeOwnerOf } from '../persistence/become-owner.js';
import { SystemClock } from '../scheduling/system-clock.js';
import { checksFor } from './check/all.js';
import { fault } from './check/finding.js';
import { exitCodeOf, json, table } from './check/report.js';
import { runChecks } from './check/run.js';
import { MISCONFIGURED, runCommand, WRONG_USE } from './command.js';

/**
 * `check [--json]` looks at everything Muster needs, before it is started or while it runs, and changes nothing of it.
 * Exit codes: 0 nothing stands in the way (there may be warnings), 1 there is a fault, 64 an unknown argument,
 * 78 the configuration is at fault, so nothing else was looked at.
 */
async function check(args: readonly string[]): Promise<number> {
  const asJson = wantsJson(args);
  if (asJson === null) {
    process.stderr.write('There is one option: `--json`, for scripts.\n');
    return WRONG_USE;
  }
  const settings = readSettings(process.cwd());
  const loaded = loadConfig(settings.variables, settings.faults);
  if (!loaded.ok) {
    const faults = loaded.faults.map(({ name, reason }) => fault('configuration', `${name} ${reason}`));
    if (asJson) process.stdout.write(json(faults));
    else process.stderr.write(formatFaults(loaded.faults));
    return MISCONFIGURED;
  }
  becomeOwnerOf(loaded.config.databasePath);
  const clock = new SystemClock();
  const findings = await runChecks(checksFor(loaded.config, clock, settings), clock);
  // No line holds a secret; should one ever quote an error that does, it is struck out here.
  const redact = redactor(secretsIn(settings.variables));
  process.stdout.write(redact(asJson ? json(findings) : table(findings)));
  return exitCodeOf(findings);
}

/** `null`: something else is asked for. */
function wantsJson(args: readonly string[]): boolean | null {
  try {
    return parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } }).values.json;
  } catch {
    return null;
  }
}

await runCommand(check);
