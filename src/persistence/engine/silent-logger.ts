import { AbstractLogger } from 'typeorm';

/** TypeORM tells nothing by itself, also not of migrations: what fails is thrown, and told in our own words. */
export class SilentLogger extends AbstractLogger {
  protected override writeLog(): void {
    // On purpose.
  }
}
