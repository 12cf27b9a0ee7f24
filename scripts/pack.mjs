// `npm pack` and `npm publish` run this before and after they pack. A repository needs `prepare`, which builds it after a
// clone; in a tarball, which holds the built program, a script that npm might run is only something to warn about. So the
// manifest is packed without it. Whatever becomes of the packing, package.json is put back: by `postpack`, else by a process
// that waits for the end of npm, else by the next call.
import { spawn, spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = join(root, 'package.json');
/** The manifest as it was, while it is packed without scripts. */
const kept = join(root, 'package.json.orig');

/** Scripts of the repository that mean nothing where the package is installed. */
const ofTheRepository = ['prepare', 'prepack', 'postpack'];

function beforePacking() {
  putBack();
  const destination = process.env.npm_config_pack_destination || '.';
  // What npm would find out only when everything is packed.
  if (!isWritableFolder(destination)) {
    process.stderr.write(`there is no folder \`${destination}\` to write to\n`);
    process.exit(1);
  }
  // Npm runs no `prepare` for a manifest without one.
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(kept, text);
  startGuard();
  replace(manifest, withoutScripts(text));
}

function isWritableFolder(path) {
  try {
    accessSync(path, constants.W_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function withoutScripts(text) {
  const content = JSON.parse(text);
  const left = Object.entries(content.scripts).filter(([name]) => !ofTheRepository.includes(name));
  return `${JSON.stringify({ ...content, scripts: Object.fromEntries(left) }, null, 2)}\n`;
}

/** Does nothing where nothing is to be put back. What somebody else wrote meanwhile is left alone. */
function putBack() {
  if (!existsSync(kept)) return;
  const text = readFileSync(kept, 'utf8');
  const now = readFileSync(manifest, 'utf8');
  if (now === withoutScripts(text)) replace(manifest, text);
  else if (now !== text)
    process.stderr.write('package.json was changed while it was packed: compare it with package.json.orig\n');
  if (readFileSync(manifest, 'utf8') === text) rmSync(kept, { force: true });
}

/** In one step: nobody finds half a manifest. */
function replace(file, text) {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}

/** Starts the process that puts the manifest back when npm has ended without `postpack`: failed, or killed. */
function startGuard() {
  const npm = callerOf(process.ppid);
  if (npm === undefined) return;
  const argv = [fileURLToPath(import.meta.url), 'guard', String(npm)];
  spawn(process.execPath, argv, { detached: true, stdio: 'ignore' }).unref();
}

/** The nearest process from this one upward that is not a shell; nothing where the system does not say (Windows). */
function callerOf(pid) {
  const [, parent, command] = /^\s*(\d+)\s+(.*)$/m.exec(describeProcess(pid)) ?? [];
  if (command === undefined) return undefined;
  return /^-?(?:.*\/)?(?:ba|da|z|k|a)?sh$/.test(command.trim()) ? callerOf(Number(parent)) : pid;
}

/** `<parent> <command>` */
function describeProcess(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = stat.lastIndexOf(')');
    return `${stat.slice(end + 2).split(' ')[1]} ${stat.slice(stat.indexOf('(') + 1, end)}`;
  } catch {
    return spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  }
}

function guard(npm) {
  const waiting = setInterval(() => {
    if (existsSync(kept) && isRunning(npm)) return;
    clearInterval(waiting);
    putBack();
  }, 10);
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const [step, pid] = process.argv.slice(2);
if (step === 'before') beforePacking();
else if (step === 'after') putBack();
else if (step === 'guard') guard(Number(pid));
else throw new Error('say `before` or `after`');
