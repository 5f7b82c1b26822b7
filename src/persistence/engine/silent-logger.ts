import { AbstractLogger } from 'typeorm';

/** TypeORM logs nothing, not even migrations: failures are thrown and told in our own words. */
export class SilentLogger extends AbstractLogger {
  protected override writeLog(): void {
    // On purpose.
  }
}
