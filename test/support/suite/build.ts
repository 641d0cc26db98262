import { execFileSync } from 'node:child_process';

/** Builds the command once before all tests: those that run it must never meet an old one. */
export function setup(): void {
  execFileSync(process.execPath, ['scripts/build.js'], { stdio: 'inherit' });
}
