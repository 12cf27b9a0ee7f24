import { expect, test } from 'vitest';
import { main } from '../../src/cli/run.ts';
import { fakeIo } from '../support/fake-io.ts';

const page = `# Boxes

| Permission | API | Action | IAM Project | Enterprise Project |
| --- | --- | --- | --- | --- |
| Look at a box | GET /v9/boxes/{box_id} | ims:boxes:get | √ | x |
| Paint a box | POST /v9/boxes/{box_id}/action | ims:boxes:paint | √ | x |
| Ship a box | POST /v9/boxes/{box_id}/action | ims:boxes:ship | √ | x |
`;
const mentions = 'cloud\taction\tpages\texample_page\nhwc\tims:wagons:get\t2\tx\nhwc\tims:boxes:got\t1\ty\n';

async function build(files: Readonly<Record<string, string>>, ...argv: string[]) {
  const io = fakeIo(files);
  const exitCode = await main(['catalogue', 'build', '--docs', 'docs', '--into', 'into', ...argv], io);
  return { exitCode, stderr: io.stderr(), written: io.written };
}

const docs = { 'docs/hwc/ims/boxes.md': page, 'docs/mentioned-actions.tsv': mentions };

test('pages become one file for each service, mentioned actions one for each cloud', async () => {
  const { exitCode, stderr, written } = await build(docs);
  expect({ exitCode, names: [...written.keys()] }).toEqual({
    exitCode: 0,
    names: ['into/hwc/ims.yaml', 'into/hwc/mentioned.yaml'],
  });
  expect(stderr).toContain('3 claims of 1 pages');
  expect(written.get('into/hwc/ims.yaml')).toContain('    operation: Paint a box\n');
  expect(written.get('into/hwc/mentioned.yaml')).toContain('{ action: ims:wagons:get, pages: 2, page: x }');
  expect(written.get('into/hwc/mentioned.yaml')).toContain('one edit from ims:boxes:get');
});

test('built twice, nothing is written, and a check passes', async () => {
  const { written } = await build(docs);
  const fresh = { ...docs, ...Object.fromEntries(written) };
  const again = await build(fresh);
  expect({ exitCode: again.exitCode, written: again.written.size }).toEqual({ exitCode: 0, written: 0 });
  expect(again.stderr).toContain('the catalogue is up to date');
  const stale = await build({ ...fresh, 'into/hwc/ims.yaml': 'old' }, '--check');
  expect({ exitCode: stale.exitCode, written: stale.written.size }).toEqual({ exitCode: 1, written: 0 });
  expect(stale.stderr).toContain('not up to date: into/hwc/ims.yaml\n');
});

test('a file that no page leads to any more is named', async () => {
  const { exitCode, stderr } = await build({ ...docs, 'into/hwc/gone.yaml': 'x' });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('remove them: into/hwc/gone.yaml');
});

test('a table that no parser understands is listed, with exit code 1', async () => {
  const torn = page.replace('| Action |', '| Zzz unheard of |');
  const { exitCode, stderr } = await build({ ...docs, 'docs/hwc/ims/torn.md': torn });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^iamscope: hwc\/ims\/torn\.md: .+$/mu);
  expect(stderr).toContain('tables of 1 pages');
});

test('a broken list of mentioned actions is a wrong call that names the line', async () => {
  const { exitCode, stderr } = await build({ ...docs, 'docs/mentioned-actions.tsv': `${mentions}aws\tx\n` });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('`docs/mentioned-actions.tsv`: line 4 ');
});
