import { onBothEngines } from '../support/both-engines.js';
import { storesContract } from './stores-contract.js';

onBothEngines('the stores', (newDatabase) => storesContract(async () => (await newDatabase())()));
