import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFiles } from './run-real.ts';

/** No configuration of the person who runs the tests, and commits that are the same in every run. */
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'A'],
      [`GIT_${who}_EMAIL`, 'a@example.org'],
      [`GIT_${who}_DATE`, '2026-01-01T00:00:00Z'],
    ]),
  ),
};

/** A repository of git in a folder of its own. */
export class GitRepository {
  readonly folder: string;

  constructor(folder = mkdtempSync(join(tmpdir(), 'iamscope-git-'))) {
    this.folder = folder;
    this.git('init', '--quiet', '--initial-branch=main', '.');
  }

  git(...args: readonly string[]): string {
    return execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], {
      cwd: this.folder,
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  write(files: Readonly<Record<string, string>>): void {
    writeFiles(this.folder, files);
  }

  /** Commits what the working tree holds, with these files written first. */
  commit(files: Readonly<Record<string, string>> = {}): void {
    this.write(files);
    this.git('add', '--all', '--force');
    this.git('commit', '--quiet', '--allow-empty', '--message', 'a change');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
