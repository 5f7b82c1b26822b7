import { container, SapphireClient } from '@sapphire/framework';
import {
  loadListeners,
  type ScheduledTaskHandler,
  ScheduledTaskStore,
} from '@sapphire/plugin-scheduled-tasks';
import type { Clock } from '../domain/clock.js';
import { EmbeddedTaskHandler } from './embedded-task-handler.js';

/**
 * Does what `@sapphire/plugin-scheduled-tasks/register` does, with a handler inside the process instead of
 * BullMQ: the same `container.tasks`, the same store, the same events. Call it before making the client.
 */
export function registerEmbeddedTasks(clock: Clock): void {
  SapphireClient.plugins.registerPreGenericsInitializationHook(function () {
    const pieces = (): ScheduledTaskStore => container.stores.get('scheduled-tasks');
    // Pieces see the plugin's type; one contract suite keeps the two handlers alike.
    container.tasks = new EmbeddedTaskHandler(clock, pieces) as unknown as ScheduledTaskHandler;
  }, 'Embedded-Tasks-PreGenericsInitialization');
  SapphireClient.plugins.registerPostInitializationHook(function (this: SapphireClient) {
    this.stores.register(new ScheduledTaskStore());
    loadListeners();
  }, 'Embedded-Tasks-PostInitialization');
  SapphireClient.plugins.registerPostLoginHook(function () {
    void container.tasks.createRepeated();
  }, 'Embedded-Tasks-PostLogin');
}
