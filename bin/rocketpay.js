#!/usr/bin/env node
const { env, versions } = process;
// Compiled code is kept between runs where this Node can do it: start-up is what people feel. It stands in the person's
// own folder, for whoever may write to it decides what runs.
const caches = env.XDG_CACHE_HOME || (env.HOME && `${env.HOME}/.cache`);
if (Number.parseInt(versions.node, 10) >= 22)
  require('node:module').enableCompileCache?.(caches && `${caches}/rocketpay`);
require('../dist/main.cjs').main();
