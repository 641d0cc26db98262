#!/usr/bin/env node
const { enableCompileCache } = require('node:module');
const { env } = process;

// Above the limit of a file's size a write then fails, and does not kill.
process.on('SIGXFSZ', () => {});
if (enableCompileCache && !env.NODE_COMPILE_CACHE && !env.NODE_DISABLE_COMPILE_CACHE) {
  const folder = require('./compile-cache.js').compileCacheFolder(env, process.geteuid?.());
  if (folder !== undefined) enableCompileCache(folder);
}
require('../dist/main.cjs').main();
