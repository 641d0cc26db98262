// Keeps the compiled form of the program between runs, in the person's own cache folder: compiling takes a third of a
// short command's start-up. Newer Nodes do that by themselves; for Node 20 this does. What is kept is code, never data.
// A file that is missing, damaged, or of another build is no trouble: the code is compiled, as without all this.
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const { Script } = require('node:vm');

/** @param folder in which only this person may write, for whoever may write to it decides what runs */
exports.keepCompiled = (Module, folder) => {
  if (Module.enableCompileCache) return Module.enableCompileCache(folder);
  const program = join(__dirname, '../dist');
  const kept = join(folder, `${process.version}-${process.arch}`);
  const compile = Module.prototype._compile;
  Module.prototype._compile = function (code, file) {
    if (dirname(file) !== program) return compile.call(this, code, file);
    const place = join(kept, basename(file));
    // The build begins each file with a line that no other build has.
    const build = code.slice(0, code.indexOf('\n'));
    const cachedData = read(place, build);
    const script = new Script(`(function (exports, require, module, __filename, __dirname) {${code}\n})`, {
      filename: file,
      cachedData,
    });
    if (cachedData === undefined || script.cachedDataRejected) process.on('exit', () => write(place, build, script));
    script.runInThisContext().call(this.exports, this.exports, (name) => this.require(name), this, file, program);
  };
};

/** V8 believes what it is given, so damage must be found here: each file holds the code twice. */
function read(place, build) {
  try {
    const bytes = readFileSync(place);
    const middle = (bytes.length + build.length) / 2;
    const code = bytes.subarray(build.length, middle);
    return bytes.latin1Slice(0, build.length) === build && code.equals(bytes.subarray(middle)) ? code : undefined;
  } catch {
    return undefined;
  }
}

function write(place, build, script) {
  try {
    const code = script.createCachedData();
    mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
    writeFileSync(`${place}.${process.pid}`, Buffer.concat([Buffer.from(build), code, code]), { mode: 0o600 });
    renameSync(`${place}.${process.pid}`, place);
  } catch {
    // A folder where nothing can be written: it is compiled anew each time.
  }
}
