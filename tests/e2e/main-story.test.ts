import { tellTheMainStory } from './main-story.js';

tellTheMainStory('the main story, with the scheduler inside the process', async () => ({}));
