import type { KnownAnswer } from '../known-answer.js';

/** Discord's JSON error codes. */
const DOCUMENTED = 'https://docs.discord.com/developers/topics/opcodes-and-status-codes#json';
/** Not documented; `RESTJSONErrorCodes` and bots' reports list it. */
const REPORTED = 'reported by bots';

/**
 * What a code means. `place`: the problem is the Discord channel we wrote to. A remembered direct message is
 * forgotten and opened anew; a Discord channel of the server is closed to us.
 */
export type DiscordMeaning = 'closed' | 'refused' | 'trouble' | 'not_delivered' | 'place';

type Row = KnownAnswer<number, DiscordMeaning>;

const row = (
  answer: number,
  says: string,
  means: DiscordMeaning,
  code: string,
  source = DOCUMENTED,
): Row => ({ answer, says, means, code, source });

/**
 * Every code Discord may answer our two requests with: opening a direct message, and posting in a Discord
 * channel. Codes about none of person, channel, message and us are missing here; their status decides.
 */
export const DISCORD_ANSWERS: readonly Row[] = [
  // The person.
  row(50007, 'Cannot send messages to this user', 'closed', 'dm_closed'),
  row(50278, 'Cannot send messages to this user due to having no mutual guilds', 'closed', 'no_mutual_guild'),
  row(10013, 'Unknown user', 'closed', 'unknown_user'),
  // The channel written to.
  row(10003, 'Unknown channel', 'place', 'unknown_channel'),
  row(50001, 'Missing access', 'place', 'forbidden'),
  row(50003, 'Cannot execute action on a DM channel', 'place', 'forbidden'),
  row(50008, 'Cannot send messages in a non-text channel', 'place', 'forbidden'),
  row(50009, 'Channel verification level is too high for you to gain access', 'place', 'forbidden'),
  row(50013, 'You lack permissions to perform that action', 'place', 'forbidden'),
  row(50024, 'Cannot execute action on this channel type', 'place', 'forbidden'),
  row(50083, 'Tried to perform an operation on an archived thread', 'place', 'forbidden'),
  row(40058, 'Cannot send a message in a forum channel', 'place', 'forbidden'),
  row(160005, 'Thread is locked', 'place', 'forbidden'),
  // The message.
  row(20009, 'Explicit content cannot be sent to the desired recipient(s)', 'refused', 'bad_request'),
  row(30015, 'Maximum number of attachments in a message reached', 'refused', 'bad_request'),
  row(40005, 'Request entity too large. Try sending something smaller in size', 'refused', 'bad_request'),
  row(50006, 'Cannot send an empty message', 'refused', 'bad_request'),
  row(50033, 'Invalid Recipient(s)', 'refused', 'bad_request'),
  row(50035, 'Invalid form body', 'refused', 'bad_request'),
  row(50045, 'File uploaded exceeds the maximum size', 'refused', 'bad_request'),
  row(50046, 'Invalid file uploaded', 'refused', 'bad_request'),
  row(50068, 'Invalid message type', 'refused', 'bad_request'),
  row(50109, 'The request body contains invalid JSON.', 'refused', 'bad_request'),
  row(50110, 'The provided file is invalid.', 'refused', 'bad_request'),
  row(50123, 'The provided file type is invalid.', 'refused', 'bad_request'),
  row(50146, 'Uploaded file not found.', 'refused', 'bad_request'),
  row(200000, 'Message was blocked by automatic moderation', 'refused', 'bad_request'),
  row(240000, 'Message blocked by harmful links filter', 'refused', 'bad_request'),
  row(400001, 'Access to file uploads has been limited for this guild', 'refused', 'bad_request'),
  // The moment, for this channel.
  row(20016, 'This action cannot be performed due to slowmode rate limit', 'not_delivered', 'rate_limited'),
  row(20028, 'The channel has hit the write rate limit', 'not_delivered', 'rate_limited'),
  row(20029, 'The server has hit the write rate limit', 'not_delivered', 'rate_limited'),
  row(40062, 'Service resource is being rate limited', 'not_delivered', 'rate_limited'),
  // Us, in every message.
  row(40003, 'You are opening direct messages too fast', 'trouble', 'dms_paused'),
  row(20026, 'Your bot has been flagged by our anti-spam system', 'trouble', 'dms_paused', REPORTED),
  row(40001, 'Unauthorized. Provide a valid token and try again', 'trouble', 'unauthorized'),
  row(50014, 'Invalid authentication token provided', 'trouble', 'unauthorized'),
  row(10001, 'Unknown account', 'trouble', 'bot_restricted'),
  row(10002, 'Unknown application', 'trouble', 'bot_restricted'),
  row(20001, 'Bots cannot use this endpoint', 'trouble', 'bot_restricted'),
  row(20002, 'Only bots can use this endpoint', 'trouble', 'bot_restricted'),
  row(20012, 'You are not authorized to perform this action', 'trouble', 'bot_restricted'),
  row(40002, 'You need to verify your account to perform this action', 'trouble', 'bot_restricted'),
  row(50002, 'Invalid account type', 'trouble', 'bot_restricted'),
  row(50010, 'OAuth2 application does not have a bot', 'trouble', 'bot_restricted'),
  row(50178, 'The user account must first be verified', 'trouble', 'bot_restricted'),
  row(60003, 'Two factor is required for this operation', 'trouble', 'bot_restricted'),
  row(40004, 'Send messages has been temporarily disabled', 'trouble', 'unavailable'),
  row(40006, 'This feature has been temporarily disabled server-side', 'trouble', 'unavailable'),
  row(110001, 'Application not yet available. Try again later', 'trouble', 'unavailable'),
  row(130000, 'API resource is currently overloaded. Try again a little later', 'trouble', 'unavailable'),
  row(50041, 'Invalid API version provided', 'trouble', 'not_found'),
  row(50067, 'Invalid request origin', 'trouble', 'edge_blocked'),
  row(40333, 'Cloudflare is blocking your request (internal network error)', 'trouble', 'edge_blocked'),
];
