import { describe, expect, test } from 'vitest';
import { findTask, similarTasks, taskKey } from '../../src/catalogue/find-task.ts';
import { matchTemplates } from '../../src/catalogue/path-template.ts';
import { readTasks, type WrittenTask } from '../../src/compile/task-file.ts';
import { waysOfTask } from '../../src/decide/decide-task.ts';
import { isApiStep, type Task } from '../../src/model/task.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';
import { testData } from '../support/test-data.ts';

const tasks = JSON.parse(testData().get('tasks.json') ?? '[]') as readonly Task[];

test.each([
  ['Tag Images', 'tag image'],
  ['Can this role tag an image?', 'tag image'],
  ['can I tag the images', 'tag image'],
  ['能给镜像打标签吗？', '给镜像打标签'],
  ['给 镜像 打标签', '给镜像打标签'],
  ['ＴＡＧ images!', 'tag image'],
  ['', ''],
])('%j is compared as %j', (text, key) => {
  expect(taskKey(text)).toBe(key);
});

describe('the tasks of IMS', () => {
  test.each([
    ['tag images', 'tag-images'],
    ['添加镜像标签', 'tag-images'],
    ['read image tags', 'read-image-tags'],
    ['查询镜像标签', 'read-image-tags'],
    ['list images', 'list-images'],
    ['查询镜像列表', 'list-images'],
    ['create an image', 'create-images'],
    ['制作镜像', 'create-images'],
    ['import images', 'import-images'],
    ['镜像文件快速导入', 'import-images'],
    ['export images', 'export-images'],
    ['导出镜像', 'export-images'],
    ['share images', 'share-images'],
    ['共享镜像', 'share-images'],
    ['copy images', 'copy-images'],
    ['复制镜像', 'copy-images'],
    ['update images', 'update-images'],
    ['更新镜像', 'update-images'],
    ['delete images', 'delete-images'],
    ['删除镜像', 'delete-images'],
    ['register images', 'register-images'],
    ['注册镜像', 'register-images'],
    ['see image quotas', 'see-image-quotas'],
    ['查询镜像配额', 'see-image-quotas'],
  ])('%s is %s', (text, id) => {
    expect(findTask(text, tasks)?.id).toBe(id);
  });

  test('every step of every way is in the catalogue of a cloud', () => {
    const catalogue = loadTestCatalogue();
    const unknown = tasks.flatMap(({ id, service, ways }) =>
      ways
        .flat()
        .filter((step) =>
          isApiStep(step)
            ? matchTemplates(catalogue.entries(service), step).length === 0
            : !catalogue.actions(service).some(({ action }) => action === step.action),
        )
        .map((step) => `${id}: ${JSON.stringify(step)}`),
    );
    expect(unknown).toEqual([]);
  });

  test('some cloud has every step of one way of each task', () => {
    const catalogue = loadTestCatalogue();
    const without = tasks.filter((task) => waysOfTask(task, catalogue.entries(task.service)).length === 0);
    expect(without.map(({ id }) => id)).toEqual([]);
  });

  test('similar names are offered, the most similar first', () => {
    expect(similarTasks('tag imagess', tasks)[0]?.id).toBe('tag-images');
    expect(similarTasks('删除镜像标', tasks)[0]?.id).toBe('untag-images');
    expect(similarTasks('zzz', tasks)).toEqual([]);
    expect(similarTasks('start server', tasks)).toEqual([]);
  });
});

describe('readTasks', () => {
  const written: WrittenTask = {
    id: 'a-task',
    service: 's',
    name: 'do it',
    synonyms: [],
    ways: [['GET /v1/a']],
  };

  test('refuses two tasks of one name, naming both', () => {
    expect(() =>
      readTasks([written, { ...written, id: 'other', name: 'other', synonyms: ['Do It!'] }]),
    ).toThrow('tasks a-task and other both have the name `do it`');
  });

  test('refuses a step that is no API, naming the task', () => {
    expect(() => readTasks([{ ...written, ways: [['v1/a']] }])).toThrow(
      'task a-task: `v1/a` is not a method and a path, or an action',
    );
  });
});
