import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

const neededMajor = 24;

/** The Node that everything runs on: the one npm linked for this platform, else the one this runs under if new enough. */
export function chooseNode(root, { current = process, probe = versionOf } = {}) {
  const linked = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  const linkedVersion = probe(linked);
  if (major(linkedVersion) >= neededMajor) return { path: linked, version: linkedVersion };
  if (major(current.versions.node) >= neededMajor) return { path: current.execPath, version: current.versions.node };
  throw new Error(
    `Signalbox needs Node ${neededMajor} or newer. No Node comes through npm for ${current.platform}-${current.arch} here, and this shell has ${current.versions.node}. ` +
      `Install Node ${neededMajor} (nodejs.org, nvm, or your system's packages), then run the same command again.`,
  );
}

function versionOf(path) {
  const answer = spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return answer.status === 0 ? answer.stdout.trim() : '';
}

const major = (version) => Number(version.split('.')[0]) || 0;

/**
 * How to call npm. Not through the PATH that npm gave us: node_modules/.bin comes first there, and `npm ci` would run on the
 * very Node that it is about to delete.
 */
export function npmCommand(env = process.env) {
  if (env['npm_node_execpath'] && env['npm_execpath']) return [env['npm_node_execpath'], env['npm_execpath']];
  return ['npm'];
}

export function envWithoutBin(env = process.env) {
  const path = (env['PATH'] ?? '').split(delimiter).filter((entry) => !/node_modules[\\/]\.bin[\\/]?$/.test(entry));
  return { ...env, PATH: path.join(delimiter) };
}
