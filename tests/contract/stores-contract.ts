import { describe } from 'vitest';
import { answersContract } from './stores/answers.js';
import { boardsContract } from './stores/boards.js';
import { campaignsContract } from './stores/campaigns.js';
import { deliveriesContract } from './stores/deliveries.js';
import { doorsContract } from './stores/doors.js';
import { followUpContract } from './stores/follow-up.js';
import { peopleContract } from './stores/people.js';
import { standbysContract } from './stores/standbys.js';
import { standingContract } from './stores/standing.js';
import { upkeepContract } from './stores/upkeep.js';
import type { OpenStores } from './stores/world.js';

/** What the stores promise, asked of one database engine. */
export function storesContract(open: OpenStores): void {
  describe('what people said', () => peopleContract(open));
  describe('what is promoted', () => campaignsContract(open));
  describe('who is called', () => deliveriesContract(open));
  describe('who came', () => followUpContract(open));
  describe('what people answered', () => answersContract(open));
  describe('boards', () => boardsContract(open));
  describe('standing answers', () => standingContract(open));
  describe('standbys', () => standbysContract(open));
  describe('doors', () => doorsContract(open));
  describe('the rest', () => upkeepContract(open));
}
