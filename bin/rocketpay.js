#!/usr/bin/env node
// Compiled code is kept between runs where this Node can do it: start-up is what people feel.
require('node:module').enableCompileCache?.();
require('../dist/main.cjs').main();
