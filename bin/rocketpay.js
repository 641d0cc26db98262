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
  try {
    require('../dist/main.cjs').main();
  } catch (error) {
    // Node.js would print source code and a stack.
    const [line] = String(error instanceof Error ? error.message : error).split('\n');
    process.stderr.write(`error: rocketpay cannot start: ${line}\nnext:  Install it again as you did before.\n`);
    process.exitCode = 1;
  }
}
