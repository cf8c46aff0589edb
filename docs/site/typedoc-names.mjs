// What TypeDoc does not do by itself: its idea is a page per source file, ours a page per topic.
import { Comment, ReflectionKind } from 'typedoc';

/** @param {import('typedoc').Application} app */
export function load(app) {
  // A link in a doc comment names what a reader may import, on whichever page that is.
  app.converter.addUnknownSymbolResolver((reference, { project }) => {
    const path = reference.symbolReference?.path?.map(({ path }) => path) ?? [];
    if (path.length === 0) return undefined;
    for (const topic of project.children ?? []) {
      const target = topic.getChildByName(path);
      if (target) return { target, caption: path.join('.') };
    }
    return undefined;
  });

  app.converter.on('resolveEnd', ({ project }) => {
    describeMembers(
      project,
      'PoolOperations',
      'As in the operation of the instance with this name.',
    );
    describeMembers(project, 'AnyWorker', 'As in Worker of the runtime.');

    // as their authors write them
    for (const method of project.getReflectionsByKind(ReflectionKind.All))
      if (method.name === '[dispose]' || method.name === '[asyncDispose]')
        method.name = method.name.replace('[', '[Symbol.');
    // A topic's file says in which order: what was made first comes first.
    for (const topic of project.children ?? []) {
      topic.children?.sort((a, b) => a.id - b.id);
      if (topic.children) topic.groups = [{ title: 'All', children: topic.children }];
    }
  });
}

/** Members that are another's, whose description is there. */
function describeMembers(project, name, text) {
  const isBelow = (reflection) =>
    reflection?.kindOf(ReflectionKind.Interface) && reflection.name === name
      ? true
      : reflection !== undefined && isBelow(reflection.parent);
  for (const reflection of Object.values(project.reflections))
    if (isBelow(reflection.parent)) reflection.comment ??= new Comment([{ kind: 'text', text }]);
}
