#!/usr/bin/env node
// Older Nodes read this file too: it keeps to words that they know, and loads nothing before it has looked.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major > 20 || (major === 20 && minor >= 17)) {
  start();
} else {
  process.stderr.write(
    `error: rocketpay needs Node.js 20.17 or newer; this is Node.js ${process.versions.node}.\n` +
      'next:  Install a newer one: https://nodejs.org\n',
  );
  process.exitCode = 4;
}

function start() {
  const { enableCompileCache } = require('node:module');
  const { env } = process;

  // Above the limit of a file's size a write then fails, and does not kill.
  process.on('SIGXFSZ', () => {});
  if (enableCompileCache && !env.NODE_COMPILE_CACHE && !env.NODE_DISABLE_COMPILE_CACHE) {
    const folder = require('./compile-cache.js').compileCacheFolder(
      env,
      process.geteuid ? process.geteuid() : undefined,
    );
    if (folder !== undefined) enableCompileCache(folder);
  }
  require('../dist/main.cjs').main();
}
