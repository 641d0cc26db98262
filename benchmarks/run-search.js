import { compareSearch } from './search.js';

await compareSearch();
