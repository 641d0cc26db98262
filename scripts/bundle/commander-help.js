export { Help, stripColor } from '../../node_modules/commander/lib/help.js';
export { suggestSimilar } from '../../node_modules/commander/lib/suggestSimilar.js';
