import type { Notice } from '../../domain/notice.js';
import type { Refusal } from '../../domain/refusal.js';
import type { MomentStyle } from '../moment.js';

/** Why something is not done, and what to know before it is. */
export interface RefusalTexts {
  /** Why a service said no, what is missing and how to get it. Without a style, moments are Discord timestamps. */
  refusal(refusal: Refusal, moments?: MomentStyle): string;
  /** What a promoter should know beforehand. Without a style, moments are Discord timestamps. */
  notice(notice: Notice, moments?: MomentStyle): string;
}
