#!/usr/bin/env node
const { env } = process;
const caches = env.XDG_CACHE_HOME || (env.HOME && `${env.HOME}/.cache`);
if (caches && !env.NODE_DISABLE_COMPILE_CACHE) {
  require('./compiled-code.js').keepCompiled(module.constructor, `${caches}/rocketpay`);
}
require('../dist/main.cjs').main();
