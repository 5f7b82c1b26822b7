import {
  type AutocompleteInteraction,
  DiscordAPIError,
  type Interaction,
  MessageFlags,
  type RepliableInteraction,
  RESTJSONErrorCodes,
} from 'discord.js';
import { eveningAt } from '../domain/evening.js';
import { HeldUpError } from '../domain/liveness.js';
import type { Refusal, Result } from '../domain/refusal.js';
import type { Messages } from '../messages/messages.js';
import type { Actor, ServiceContext } from '../services/context.js';
import { noticeLife } from '../services/signs-of-life.js';
import { actorOf } from './actor.js';
import { languageOf } from './language-of.js';
import { presentCallOffQuestion } from './presenters/call-off.js';
import { presentLinkFirst } from './presenters/link-form.js';
import type { ReplyPayload } from './presenters/reply-payload.js';
import { type Wanted, wantedText } from './wanted.js';

/** Whoever is mentioned in an answer is shown, never pinged. */
export const NO_MENTIONS = { parse: [] } as const;

/** Takes the interaction at once, so that the work may take its time; only the person sees what follows. */
export async function deferEphemeral(interaction: RepliableInteraction): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
}

/**
 * Does a way out while Discord is asked to take the interaction: it is done even when Discord no longer takes our answer,
 * or never says so. For every way out, and for nothing else: who is told that something failed must not have got it.
 * @throws what the way out threw, else what taking the interaction did.
 */
export async function doneWhileTaken<T>(taking: Promise<unknown>, doing: Promise<T>): Promise<T> {
  const [taken, done] = await Promise.allSettled([taking, doing]);
  if (done.status === 'rejected') throw done.reason;
  if (taken.status === 'rejected') throw taken.reason;
  return done.value;
}

/** Does something once Discord has taken the interaction; a way out beside that: see {@link doneWhileTaken}. */
export function doneOnceTaken<T>(
  taking: Promise<unknown>,
  isWayOut: boolean,
  act: () => Promise<T>,
): Promise<T> {
  return isWayOut ? doneWhileTaken(taking, act()) : taking.then(act);
}

/**
 * Answers an interaction: fills in what was deferred (after `deferUpdate`, the message the component stands under),
 * or replies, or follows up, in both cases for this person's eyes alone.
 */
export async function answer(interaction: RepliableInteraction, payload: ReplyPayload): Promise<void> {
  await (interaction.deferred && !interaction.replied
    ? answerInPlace(interaction, payload)
    : answerBeside(interaction, payload));
}

/** Changes the answer, or, after `deferUpdate`, the message the component stands under. What is left out stays. */
export async function answerInPlace(interaction: RepliableInteraction, payload: ReplyPayload): Promise<void> {
  await interaction.editReply({ ...payload, allowedMentions: NO_MENTIONS });
}

/** Answers with a new message that only this person sees, whatever the interaction has answered or deferred. */
export async function answerBeside(interaction: RepliableInteraction, payload: ReplyPayload): Promise<void> {
  const message = { ...payload, allowedMentions: NO_MENTIONS, flags: MessageFlags.Ephemeral } as const;
  if (interaction.deferred || interaction.replied) await interaction.followUp(message);
  else await interaction.reply(message);
}

/** Answers with what a service said: presented, or why not. */
export async function answerResult<T>(
  interaction: RepliableInteraction,
  messages: Messages,
  result: Result<T>,
  present: (value: T) => ReplyPayload,
  wanted: Wanted | null = null,
): Promise<void> {
  await answer(
    interaction,
    result.ok ? present(result.value) : presentRefusal(messages, result.refusal, wanted),
  );
}

/**
 * Why a service said no, in words. If a linked player is missing, a button opens the form for it, and what was `wanted` is
 * done then; if it has to know whom to tell, buttons ask that.
 */
export function presentRefusal(
  messages: Messages,
  refusal: Refusal,
  wanted: Wanted | null = null,
): ReplyPayload {
  if (refusal.code === 'not_linked') return presentLinkFirst(messages, wantedText(wanted));
  if (refusal.code === 'notify_needed') return presentCallOffQuestion(messages, refusal);
  return { content: messages.refusal(refusal) };
}

/** What a piece works with once it knows who is asking. */
export interface Asked {
  readonly services: ServiceContext;
  readonly messages: Messages;
  readonly actor: Actor;
  /** The evening it is, `YYYY-MM-DD`. */
  readonly today: string;
}

async function askedBy(
  interaction: RepliableInteraction | AutocompleteInteraction,
  services: ServiceContext,
): Promise<Asked> {
  // Before anything is waited for: it says when they asked.
  const asker = askerOf(interaction, services);
  const locale = await languageOf(interaction, services);
  return {
    services,
    messages: services.messagesFor(locale),
    actor: { ...asker, locale },
    today: eveningAt(services.clock.now(), services.settings),
  };
}

/** Who asks. What is under our messages is our guild's also in direct messages, where Discord names none. */
function askerOf(
  interaction: RepliableInteraction | AutocompleteInteraction,
  { settings, waysOut }: ServiceContext,
): Actor {
  const actor = { ...actorOf(interaction), cameIn: waysOut.arrive() };
  const isUnderMessage = interaction.isMessageComponent() || interaction.isModalSubmit();
  return isUnderMessage && actor.guildId === null ? { ...actor, guildId: settings.guildId } : actor;
}

/** Does a piece's work; if it throws, the person is told that the fault is ours, and the log why. Never throws. */
export async function guarded(
  interaction: RepliableInteraction,
  services: ServiceContext,
  work: (asked: Asked) => Promise<void>,
): Promise<void> {
  const seen = noticeLife(services, [interaction.user.id], whereOf(interaction));
  try {
    await work(await askedBy(interaction, services));
  } catch (error) {
    await reportFault(interaction, services, error);
  }
  await seen;
}

/** A command that asks one service and shows its answer to the person alone. Never throws. */
export async function answerAlone<T>(
  interaction: RepliableInteraction,
  services: ServiceContext,
  ask: (asked: Asked) => Promise<Result<T>>,
  present: (asked: Asked, value: T) => ReplyPayload | Promise<ReplyPayload>,
): Promise<void> {
  await guarded(interaction, services, async (asked) => {
    await deferEphemeral(interaction);
    const result = await ask(asked);
    await answer(
      interaction,
      result.ok ? await present(asked, result.value) : presentRefusal(asked.messages, result.refusal),
    );
  });
}

/** {@link answerAlone} for a way out: see {@link doneWhileTaken}. Never throws. */
export async function outAlone<T>(
  interaction: RepliableInteraction,
  services: ServiceContext,
  ask: (asked: Asked) => Promise<Result<T>>,
  present: (asked: Asked, value: T) => ReplyPayload,
): Promise<void> {
  await guarded(interaction, services, async (asked) => {
    const result = await doneWhileTaken(deferEphemeral(interaction), ask(asked));
    await answerResult(interaction, asked.messages, result, (value) => present(asked, value));
  });
}

/** Offers choices for what is being typed; none if that throws. Never throws. */
export async function guardedChoices(
  interaction: AutocompleteInteraction,
  services: ServiceContext,
  choices: (asked: Asked) => readonly { name: string; value: string }[],
): Promise<void> {
  try {
    await interaction.respond(choices(await askedBy(interaction, services)));
  } catch (error) {
    emitFault(interaction, services, error);
  }
}

/**
 * Logs what went wrong under an interaction, and tells the person so, in words that give nothing away. That this process was held
 * up is nobody's fault. Never throws.
 */
export async function reportFault(
  interaction: Interaction,
  services: ServiceContext,
  error: unknown,
): Promise<void> {
  const isHeldUp = error instanceof HeldUpError;
  if (!isHeldUp) emitFault(interaction, services, error);
  if (!interaction.isRepliable() || isBeyondAnswer(error)) return;
  const { replies, bridge } = services.messagesFor(await languageOf(interaction, services));
  const payload = { content: isHeldUp ? bridge.heldUp : replies.internalError };
  try {
    // After `deferUpdate`, which leaves `ephemeral` unset, the fault is told beside the message and not in its place.
    await (interaction.ephemeral === null
      ? answerBeside(interaction, payload)
      : answer(interaction, payload));
  } catch (second) {
    emitFault(interaction, services, second);
  }
}

/** Discord no longer takes an answer: the interaction has expired, was answered already, or its message is gone. */
export function isBeyondAnswer(error: unknown): boolean {
  return error instanceof DiscordAPIError && BEYOND_ANSWER.has(error.code);
}

const BEYOND_ANSWER: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.InvalidWebhookToken,
]);

function emitFault(interaction: Interaction, services: ServiceContext, error: unknown): void {
  services.events.emit({ type: 'background_error', where: whereOf(interaction), error });
}

/** The command or the component's action, for the log. */
function whereOf(interaction: Interaction): string {
  if (interaction.isChatInputCommand() || interaction.isAutocomplete()) {
    const { options, commandName } = interaction;
    const path = [commandName, options.getSubcommandGroup(false), options.getSubcommand(false)];
    return `/${path.filter((part) => part !== null).join(' ')}`;
  }
  if (interaction.isMessageComponent() || interaction.isModalSubmit()) {
    return `component ${interaction.customId.split(':', 1).join('')}`;
  }
  return 'interaction';
}
